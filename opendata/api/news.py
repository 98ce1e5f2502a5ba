"""News: `/news`, `/news/{news_id}`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from opendata.api.conditional import set_last_modified, set_list_modified
from opendata.api.errors import Gone
from opendata.api.pagination import Page, PageQuery, paginate
from opendata.api.parameters import Day, Words, check_codes, check_period
from opendata.api.records import Record, absolute_url
from portal.agencies.models import Agency
from portal.news.models import NewsCategory, NewsPage
from portal.news.selectors import filtered_news

router = Router(tags=["news"])


class NewsQuery(PageQuery):
    """What the list of news may be asked for."""

    q: Words = Field(
        "", description=gettext_noop("Từ có trong tiêu đề hoặc tóm tắt; không phân biệt dấu."),
        json_schema_extra={"example": "chuyển đổi số"},
    )  # fmt: skip
    category: Words = Field(
        "", description=gettext_noop("Mã chuyên mục (bảng news_categories), kể cả các chuyên mục con."),
        json_schema_extra={"example": "chinh-tri"},
    )  # fmt: skip
    agency: Words = Field(
        "", description=gettext_noop("Mã cơ quan (bảng agencies)."), json_schema_extra={"example": "UBND"}
    )
    tag: Words = Field(
        "",
        description=gettext_noop("Thẻ, như trong địa chỉ."),
        json_schema_extra={"example": "chuyen-doi-so"},
    )
    published_from: Day | None = Field(
        None, description=gettext_noop("Đăng từ ngày này, theo giờ Việt Nam."),
        json_schema_extra={"example": "2024-01-01"},
    )  # fmt: skip
    published_to: Day | None = Field(
        None, description=gettext_noop("Đăng đến hết ngày này, theo giờ Việt Nam."),
        json_schema_extra={"example": "2024-12-31"},
    )  # fmt: skip


class NewsSummary(Record):
    """A news item as lists show it."""

    id: int = Field(description=gettext_noop("Mã tin trên cổng, không đổi."))
    title: str = Field(description=gettext_noop("Tiêu đề."))
    summary: str = Field(description=gettext_noop("Tóm tắt."))
    category: str | None = Field(description=gettext_noop("Mã chuyên mục chính."), examples=["chinh-tri"])
    more_categories: list[str] = Field(description=gettext_noop("Mã các chuyên mục khác."))
    agency: str | None = Field(description=gettext_noop("Mã cơ quan."))
    author_name: str = Field(description=gettext_noop("Tác giả."))
    source_name: str = Field(description=gettext_noop("Nguồn tin."))
    source_url: str = Field(description=gettext_noop("Địa chỉ của tin ở nguồn."))
    published_at: datetime | None = Field(description=gettext_noop("Lúc đăng."))


class NewsList(Page[NewsSummary]):
    """One page of news."""


class CitedDocument(BaseModel):
    """A document that a news item cites."""

    number: str = Field(description=gettext_noop("Số, ký hiệu."), examples=["24/2021/QĐ-UBND"])
    url: str = Field(description=gettext_noop("Địa chỉ dẫn đến văn bản theo số."))


class NewsDetail(NewsSummary):
    """A news item with its text."""

    text: str = Field(description=gettext_noop("Nội dung, chỉ gồm chữ."))
    tags: list[str] = Field(description=gettext_noop("Các thẻ."))
    documents: list[CitedDocument] = Field(description=gettext_noop("Các văn bản được dẫn."))


@router.get(
    "/news", operation_id="listNews", response=NewsList, summary=gettext_noop("Danh sách tin, bài"),
    description=gettext_noop("Tin, bài đã đăng, mới nhất trước, không kèm nội dung."),
)  # fmt: skip
def list_news(request: HttpRequest, response: HttpResponse, query: Query[NewsQuery]) -> NewsList:
    """Anyone: the published news that meet the filters."""
    check_period(query.published_from, query.published_to, "published_to")
    check_codes(
        {
            "category": (NewsCategory, [query.category] if query.category else []),
            "agency": (Agency, [query.agency] if query.agency else []),
        }
    )
    found = filtered_news(
        q=query.q,
        category=query.category,
        agency=query.agency,
        tag=query.tag,
        published_from=query.published_from,
        published_to=query.published_to,
    )
    part = paginate(
        request,
        found.public().for_lists().select_related("category", "agency", "locale"),
        query,
        keys=("-published_at", "-pk"),
    )
    more = _more_categories(news.pk for news in part.rows)
    set_list_modified(response)
    return NewsList.of(part, [NewsSummary(**_summary(request, news, more[news.pk])) for news in part.rows])


@router.get(
    "/news/{int:news_id}", operation_id="getNews", response=NewsDetail, summary=gettext_noop("Một tin, bài"),
    description=gettext_noop("Một tin, bài với nội dung, thẻ và các văn bản được dẫn."),
)  # fmt: skip
def get_news(request: HttpRequest, response: HttpResponse, news_id: int) -> NewsDetail:
    """Anyone: a published news item."""
    rows = NewsPage.objects.public().defer("body").select_related("category", "agency", "locale")
    # By `id`, not by the key of the item's own table: Django knows how large an `id` can be.
    news = rows.filter(id=news_id).first()
    if news is None or not (news.live or news.first_published_at):
        raise Http404
    if not news.live:
        raise Gone(news.withdrawn_reason)
    set_last_modified(response, [news.last_published_at])
    return NewsDetail(
        **_summary(request, news, _more_categories([news.pk])[news.pk]),
        text=news.text_plain,
        tags=[tag.name for tag in news.tags.all()],
        documents=[
            CitedDocument(number=cited.number, url=absolute_url(request, cited.path))
            for cited in news.cited_documents.all()
        ],
    )


def _summary(request: HttpRequest, news: NewsPage, more_categories: list[str]) -> dict[str, Any]:
    return {
        "id": news.pk,
        "source_id": news.source_id,
        "url": absolute_url(request, news.get_url() or "/"),
        "updated_at": news.last_published_at,
        "title": news.title,
        "summary": news.summary,
        "category": news.category.code if news.category else None,
        "more_categories": more_categories,
        "agency": news.agency.code if news.agency else None,
        "author_name": news.author_name,
        "source_name": news.source_name,
        "source_url": news.source_url,
        "published_at": news.published_at,
    }


def _more_categories(news: Iterable[int]) -> defaultdict[int, list[str]]:
    """Return the codes of the further categories of each item (one query)."""
    through = NewsPage.more_categories.through.objects.filter(newspage_id__in=list(news))
    codes: defaultdict[int, list[str]] = defaultdict(list)
    rows = through.order_by("newscategory__sort_order", "newscategory__code")
    for item, code in rows.values_list("newspage_id", "newscategory__code"):
        codes[item].append(code)
    return codes
