"""Search: `/search`, `/search/suggest`."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from opendata.api.conditional import begun_days, set_etag_of, set_list_modified
from opendata.api.pagination import Page, PageNumberQuery, Slice, bounds, slice_of
from opendata.api.parameters import Codes, Day, Words, check_period
from opendata.api.records import absolute_url
from search import registry
from search.enums import FACETS, Kind, Sort, Unit
from search.models import OutboxEntry
from search.services import MAX_HITS, Answer, Hit, SearchQuery, ask, suggest

router = Router(tags=["search"])


class SearchParameters(PageNumberQuery):
    """What may be searched for."""

    q: str = Field(
        "", description=gettext_noop("Từ, “cụm từ”, -từ cần loại, hoặc số văn bản viết cách nào cũng được."),
        json_schema_extra={"example": "giá đất"},
    )  # fmt: skip
    kind: list[Kind] = Field(
        [], description=gettext_noop("Loại nội dung; có thể lặp lại."),
        json_schema_extra={"example": ["document"]},
    )  # fmt: skip
    type: Codes = Field(
        [], description=gettext_noop("Mã loại văn bản hoặc chuyên mục tin; có thể lặp lại."),
        json_schema_extra={"example": ["bao-cao"]},
    )  # fmt: skip
    agency: Codes = Field(
        [], description=gettext_noop("Mã cơ quan (bảng agencies); có thể lặp lại."),
        json_schema_extra={"example": ["UBND"]},
    )  # fmt: skip
    field: Codes = Field(
        [], description=gettext_noop("Mã lĩnh vực (bảng document_fields); có thể lặp lại."),
        json_schema_extra={"example": ["dat-dai"]},
    )  # fmt: skip
    status: Codes = Field(
        [],
        description=gettext_noop(
            "Mã tình trạng hiệu lực (bảng validity_statuses), tính hôm nay hoặc vào as_of."
        ),
        json_schema_extra={"example": ["con-hieu-luc"]},
    )
    year: list[int] = Field(
        [],
        description=gettext_noop("Năm của bản ghi; có thể lặp lại."),
        json_schema_extra={"example": [2021]},
    )
    dated_from: Day | None = Field(
        None,
        alias="from",
        description=gettext_noop("Từ ngày này."),
        json_schema_extra={"example": "2021-01-01"},
    )
    dated_to: Day | None = Field(
        None,
        alias="to",
        description=gettext_noop("Đến hết ngày này."),
        json_schema_extra={"example": "2021-12-31"},
    )
    as_of: Day | None = Field(
        None, description=gettext_noop("Những gì đã có vào ngày này, với tình trạng của ngày đó."),
        json_schema_extra={"example": "2021-12-31"},
    )  # fmt: skip
    unit: Unit = Field(
        Unit.RECORD,
        description=gettext_noop("record: mỗi bản ghi một kết quả; passage: mỗi điều, mỗi đoạn một kết quả."),
        json_schema_extra={"example": "record"},
    )
    sort: Sort = Field(
        Sort.RELEVANCE,
        description=gettext_noop("Thứ tự của kết quả."),
        json_schema_extra={"example": "-date"},
    )

    def query(self) -> SearchQuery:
        """Return what is asked of the engine."""
        return SearchQuery.parse(
            self.q,
            selections={name: [str(code) for code in getattr(self, name)] for name in FACETS},
            dated_from=self.dated_from,
            dated_to=self.dated_to,
            as_of=self.as_of,
            unit=self.unit,
            sort=self.sort,
            page=self.page,
            page_size=self.page_size,
        )


class SearchHit(BaseModel):
    """A result."""

    kind: Kind = Field(description=gettext_noop("Loại nội dung."))
    id: str = Field(description=gettext_noop("Mã của bản ghi trên cổng."))
    title: str = Field(description=gettext_noop("Tiêu đề."))
    number: str = Field(description=gettext_noop("Số, ký hiệu."), examples=["24/2021/QĐ-UBND"])
    url: str = Field(description=gettext_noop("Địa chỉ của trang, đến đúng đoạn được tìm thấy."))
    date: datetime.date | None = Field(description=gettext_noop("Ngày của bản ghi."))
    agency: str = Field(description=gettext_noop("Mã cơ quan."))
    source_id: str | None = Field(
        description=gettext_noop("Mã của bản ghi, hoặc của điều khi unit=passage, trong tệp đã nhập vào.")
    )
    highlights: list[str] = Field(
        description=gettext_noop("Đoạn khớp nhất, là HTML an toàn chỉ có thẻ mark.")
    )
    anchor: str | None = Field(description=gettext_noop("Mã của phần tử trên trang; null khi là cả bản ghi."))
    wording_until: datetime.date | None = Field(
        description=gettext_noop(
            "Ngày đầu tiên mà lời văn tìm thấy không còn như vậy; null khi là lời văn hiện hành."
        )
    )
    later_wording_from: datetime.date | None = Field(
        description=gettext_noop(
            "Ngày lời văn tìm thấy bắt đầu áp dụng, khi đó là sau as_of và cổng không có lời văn nào trước; "
            "null trong mọi trường hợp khác."
        )
    )


class FacetValue(BaseModel):
    """A value of a facet."""

    code: str = Field(description=gettext_noop("Mã."))
    label: str = Field(description=gettext_noop("Tên."))
    count: int = Field(description=gettext_noop("Số kết quả; không tính lựa chọn của chính bộ lọc này."))


class SearchPage(Page[SearchHit]):
    """One page of results."""

    took_ms: int = Field(description=gettext_noop("Thời gian tìm, tính bằng mili giây."))
    engine: str = Field(description=gettext_noop("Máy tìm kiếm."), examples=["tantivy"])
    suggestion: str | None = Field(
        description=gettext_noop(
            "Có thể muốn tìm: câu đã sửa lỗi gõ hoặc thêm dấu; null khi không có gì để sửa."
        )
    )
    facets: dict[str, list[FacetValue]] = Field(description=gettext_noop("Các bộ lọc với số kết quả."))


class SuggestParameters(BaseModel):
    """What is being typed."""

    q: Words = Field(
        "",
        description=gettext_noop("Phần đầu của tiêu đề hoặc số văn bản."),
        json_schema_extra={"example": "24/20"},
    )


class SuggestedRecord(BaseModel):
    """A record whose title or number begins so."""

    kind: Kind = Field(description=gettext_noop("Loại nội dung."))
    title: str = Field(description=gettext_noop("Tiêu đề."))
    number: str = Field(description=gettext_noop("Số, ký hiệu."))
    url: str = Field(description=gettext_noop("Địa chỉ của trang."))
    source_id: str | None = Field(description=gettext_noop("Mã của bản ghi trong tệp đã nhập vào."))


class Suggestions(BaseModel):
    """Titles and numbers for what is being typed."""

    results: list[SuggestedRecord] = Field(description=gettext_noop("Tối đa mười bản ghi."))


_MOST_SUGGESTIONS = 10


@router.get(
    "/search", operation_id="searchEverything", response=SearchPage, summary=gettext_noop("Tìm trong mọi nội dung"),
    description=gettext_noop("Tìm trong mọi nội dung; không phân biệt dấu, đúng dấu đứng trước."),
)  # fmt: skip
def search(request: HttpRequest, response: HttpResponse, query: Query[SearchParameters]) -> SearchPage:
    """Anyone: what was found of what is public."""
    check_period(query.dated_from, query.dated_to, "to")
    asked = query.query()
    if asked.offset >= MAX_HITS:
        raise Http404(_("Chỉ xem được %(count)s kết quả đầu.") % {"count": MAX_HITS})
    response["Cache-Control"] = "no-store"
    answer = ask(asked)
    reachable = min(answer.count, MAX_HITS)
    bounds(reachable, query)
    part: Slice[Hit] = slice_of(request, query, reachable, list(answer.hits))
    page = SearchPage(
        count=answer.count,
        next=part.next,
        previous=part.previous,
        results=[_hit(request, hit) for hit in part.rows],
        took_ms=answer.took_ms,
        engine=answer.engine,
        suggestion=answer.suggestion,
        facets=_facets(answer),
    )
    # The time taken differs each time; what is said about it does not make another answer.
    set_etag_of(response, page.model_dump_json(exclude={"took_ms"}))
    _set_modified(response)
    return page


@router.get(
    "/search/suggest", operation_id="suggestTitles", response=Suggestions, summary=gettext_noop("Gợi ý khi gõ"),
    description=gettext_noop("Tiêu đề và số văn bản bắt đầu bằng những gì đang gõ."),
)  # fmt: skip
def suggestions(request: HttpRequest, response: HttpResponse, query: Query[SuggestParameters]) -> Suggestions:
    """Anyone: public records whose title or number begins so."""
    response["Cache-Control"] = "no-store"
    _set_modified(response)
    return Suggestions(
        results=[
            SuggestedRecord(
                kind=found.kind,
                title=found.title,
                number=found.number,
                url=absolute_url(request, found.path),
                source_id=found.source_id,
            )
            for found in suggest(query.q, _MOST_SUGGESTIONS)
        ]
    )


def _set_modified(response: HttpResponse) -> None:
    """Date the answer by the last publication, once the index holds it; statuses change at midnight."""
    if not OutboxEntry.objects.exists():
        today = timezone.localdate()
        set_list_modified(response, begun_days([today], today))


def _hit(request: HttpRequest, hit: Hit) -> SearchHit:
    fields: dict[str, Any] = {
        name: getattr(hit, name) for name in ("kind", "title", "number", "date", "agency", "source_id")
    }
    return SearchHit(
        **fields,
        id=hit.object_id,
        url=absolute_url(request, hit.url),
        highlights=[str(passage) for passage in hit.highlights],
        anchor=hit.anchor,
        wording_until=hit.held_until,
        later_wording_from=hit.begun_on if hit.is_later else None,
    )


def _facets(answer: Answer) -> dict[str, list[FacetValue]]:
    facets = {}
    for name in FACETS:
        options = answer.facets.get(name, ())
        labels = registry.labels(name, [option.code for option in options])
        facets[name] = [
            FacetValue(code=option.code, label=labels[option.code], count=option.count) for option in options
        ]
    return facets
