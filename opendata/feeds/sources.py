"""The lists that have feeds: which records they hold and how each is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import unescape
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gazette.documents.models import LegalDocument
from gazette.documents.selectors import find_documents
from gazette.drafts.commenting import format_moment
from gazette.drafts.models import DraftRegulation
from gazette.drafts.selectors import find_drafts
from gazette.issues.models import GazetteIssue
from gazette.issues.selectors import find_issues
from opendata.datasets.enums import MEDIA_TYPES, FileFormat
from opendata.datasets.models import Dataset
from opendata.datasets.selectors import find_datasets
from opendata.feeds.entries import MAX_ENTRIES, Category, Enclosure, Entry, permanent_id
from opendata.feeds.forms import (
    DatasetFeedForm,
    DocumentFeedForm,
    DraftFeedForm,
    IssueFeedForm,
    NewsFeedForm,
    SearchFeedForm,
)
from portal.core.links import localized_path
from portal.news.models import NewsPage
from portal.news.selectors import filtered_news
from search.services import Hit, ask

#: The time of what has no date: it was there when the portal began.
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
_MARK = re.compile("</?mark>")


@dataclass(frozen=True, kw_only=True)
class FeedSource:
    """A list that has feeds: its path, its filters and its entries."""

    path: str
    title: str | Promise
    description: str | Promise
    form: type[forms.Form]
    entries: Callable[[Any], list[Entry]]


def _news(form: NewsFeedForm) -> list[Entry]:
    found = filtered_news(**form.cleaned_data).public().defer("body", "search_text")
    return [_news_entry(news) for news in found.select_related("category", "agency", "locale")[:MAX_ENTRIES]]


def _news_entry(news: NewsPage) -> Entry:
    published = news.published_at or news.first_published_at or timezone.now()
    return Entry(
        id=permanent_id("tin-tuc", news.pk),
        url=_absolute(news.get_url() or "/"),
        title=news.title,
        summary=news.summary,
        content=news.text_plain,
        author=news.author_name or news.source_name or (news.agency.name_vi if news.agency else ""),
        language=news.locale.language_code,
        published=published,
        updated=max(published, news.last_published_at or published),
        categories=[Category(code=news.category.code, name=news.category.name_vi)] if news.category else [],
    )


def _documents(form: DocumentFeedForm) -> list[Entry]:
    found = find_documents(form.filters).for_list().prefetch_related("attachments__attachment")
    return [_document_entry(document) for document in found[:MAX_ENTRIES]]


def _document_entry(document: LegalDocument) -> Entry:
    published = _start_of(document.issued_on) or document.first_published_at or document.created_at
    kind, collection = document.document_type, document.collection
    return Entry(
        id=permanent_id("van-ban", document.pk),
        url=_absolute(document.get_absolute_url()),
        title=document.name,
        summary=document.summary,
        author=document.issuer_name,
        published=published,
        updated=document.updated_at,
        categories=[
            *([Category(code=kind.code, name=kind.name_vi)] if kind else []),
            *([Category(code=collection.code, name=collection.name_vi)] if collection else []),
        ],
        enclosure=_first_file(document.attachments.all()),
    )


def _first_file(rows: Iterable[Any]) -> Enclosure | None:
    """Return the first file of a record; a feed's entry has room for one."""
    for file in (row.attachment for row in rows):
        return Enclosure(url=_absolute(file.url), media_type=file.media_type, size=file.file_size or 0)
    return None


def _drafts(form: DraftFeedForm) -> list[Entry]:
    found = find_drafts(form.filters).for_list().prefetch_related("files__attachment")
    return [_draft_entry(draft) for draft in found[:MAX_ENTRIES]]


def _draft_entry(draft: DraftRegulation) -> Entry:
    closing = (
        _("Góp ý đến %(moment)s.") % {"moment": format_moment(draft.closes_at)} if draft.closes_at else ""
    )
    kind = draft.document_type
    return Entry(
        id=permanent_id("du-thao", draft.pk),
        url=_absolute(draft.get_absolute_url()),
        title=draft.title,
        summary=" ".join(part for part in (draft.summary, str(closing)) if part),
        author=draft.agency_name,
        published=draft.opens_at or draft.created_at,
        updated=draft.updated_at,
        categories=[Category(code=kind.code, name=kind.name_vi)] if kind else [],
        enclosure=_first_file(draft.files.all()),
    )


def _issues(form: IssueFeedForm) -> list[Entry]:
    return [_issue_entry(issue) for issue in find_issues(form.filters).for_list()[:MAX_ENTRIES]]


def _issue_entry(issue: GazetteIssue) -> Entry:
    path = issue.get_file_url()
    file = issue.file
    count = issue.entry_count
    return Entry(
        id=permanent_id("cong-bao", issue.pk),
        url=_absolute(issue.get_absolute_url()),
        title=issue.name,
        summary=_contents(issue.name, count) if count else "",
        author=issue.source_name,
        published=_start_of(issue.published_on) or issue.first_published_at or issue.created_at,
        updated=issue.updated_at,
        enclosure=Enclosure(url=_absolute(path), media_type=file.media_type, size=file.file_size or 0)
        if path and file
        else None,
    )


def _found(form: SearchFeedForm) -> list[Entry]:
    return [_hit_entry(hit) for hit in ask(form.query(MAX_ENTRIES)).hits]


def _hit_entry(hit: Hit) -> Entry:
    published = _start_of(hit.date) or _UNDATED
    return Entry(
        id=permanent_id(f"tim-kiem/{hit.source}", int(hit.object_id))
        if hit.object_id.isdigit()
        else _absolute(hit.path),
        url=_absolute(hit.path),
        title=" ".join(part for part in (hit.number, hit.title) if part),
        summary=_MARK.sub("", unescape(" ".join(map(str, hit.highlights)))),
        author=hit.agency_name,
        language=hit.language,
        published=published,
        updated=published,
        categories=[Category(code=hit.kind.value, name=str(hit.kind.label))],
    )


def _datasets(form: DatasetFeedForm) -> list[Entry]:
    return [_dataset_entry(dataset) for dataset in find_datasets(form.filters).for_list()[:MAX_ENTRIES]]


def _dataset_entry(dataset: Dataset) -> Entry:
    changed = dataset.current.created_at if dataset.current else dataset.updated_at
    return Entry(
        id=permanent_id("du-lieu", dataset.pk),
        url=_absolute(dataset.get_absolute_url()),
        title=dataset.title,
        summary=dataset.description,
        author=dataset.publisher.name_vi if dataset.publisher else dataset.publisher_name,
        published=dataset.first_published_at or dataset.created_at,
        updated=max(changed, dataset.updated_at),
        categories=[Category(code=theme.code, name=theme.name_vi) for theme in dataset.themes.all()],
        enclosure=Enclosure(
            url=f"{settings.SITE_URL}/api/v1/datasets/{dataset.slug}/data.parquet",
            media_type=MEDIA_TYPES[FileFormat.PARQUET],
            size=dataset.current.parquet_size,
        )
        if dataset.current
        else None,
    )


def _contents(name: str, count: int) -> str:
    return ngettext("%(name)s, %(count)s văn bản", "%(name)s, %(count)s văn bản", count) % {
        "name": name,
        "count": count,
    }


def _absolute(path: str) -> str:
    # A page of the tree may come with the site's own address already.
    return (
        path
        if path.startswith(("http://", "https://"))
        else f"{settings.SITE_URL}{localized_path(path, 'vi')}"
    )


def _start_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


SOURCES = {
    "search": FeedSource(
        path="/tim-kiem/",
        title=_("Tìm kiếm"),
        description=_("Kết quả mới nhất của một câu tìm kiếm"),
        form=SearchFeedForm,
        entries=_found,
    ),
    "news": FeedSource(
        path="/tin-tuc/",
        title=_("Tin tức"),
        description=_("Tin, bài mới đăng trên cổng"),
        form=NewsFeedForm,
        entries=_news,
    ),
    "documents": FeedSource(
        path="/van-ban/",
        title=_("Văn bản"),
        description=_("Văn bản quy phạm pháp luật và văn bản hành chính trên cổng"),
        form=DocumentFeedForm,
        entries=_documents,
    ),
    "drafts": FeedSource(
        path="/du-thao/",
        title=_("Góp ý dự thảo"),
        description=_("Dự thảo văn bản lấy ý kiến người dân"),
        form=DraftFeedForm,
        entries=_drafts,
    ),
    "issues": FeedSource(
        path="/cong-bao/",
        title=_("Công báo"),
        description=_("Các số Công báo trên cổng"),
        form=IssueFeedForm,
        entries=_issues,
    ),
    "datasets": FeedSource(
        path="/du-lieu/",
        title=_("Dữ liệu mở"),
        description=_("Các tập dữ liệu mới công bố hoặc mới cập nhật"),
        form=DatasetFeedForm,
        entries=_datasets,
    ),
}


def announced_sources() -> list[FeedSource]:
    """Return the lists whose feeds a hub is told of: what a search finds changes without anybody noticing."""
    return [source for name, source in SOURCES.items() if name != "search"]
