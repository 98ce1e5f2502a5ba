"""The lists that have feeds: which records they hold and how each is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import F
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
    CorrectionFeedForm,
    DatasetFeedForm,
    DocumentFeedForm,
    DraftFeedForm,
    IssueFeedForm,
    NewsFeedForm,
    QuestionFeedForm,
    SearchFeedForm,
)
from portal.core.links import localized_path
from portal.corrections.models import Report
from portal.corrections.selectors import corrections
from portal.news.models import NewsPage
from portal.news.selectors import filtered_news
from portal.questions.models import Question
from portal.questions.selectors import find_questions
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
    #: Returns so many records for a valid form: by their own dates, or those that came to the portal last.
    find: Callable[[Any, int, bool], Iterable[Any]]
    entry: Callable[[Any], Entry]

    def entries(self, form: Any, count: int = MAX_ENTRIES, *, latest: bool = False) -> list[Entry]:
        """Return the entries of a valid form."""
        return [self.entry(record) for record in self.find(form, count, latest)]


def _some(found: Any, count: int, latest: bool, last: str = "first_published_at") -> Any:
    return (found.order_by(F(last).desc(nulls_last=True), "-pk") if latest else found)[:count]


def _news(form: NewsFeedForm, count: int, latest: bool) -> Iterable[NewsPage]:
    found = filtered_news(**form.cleaned_data).public().defer("body", "search_text")
    return _some(found.select_related("category", "agency", "locale"), count, latest)


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


def _documents(form: DocumentFeedForm, count: int, latest: bool) -> Iterable[LegalDocument]:
    found = find_documents(form.filters).for_list().prefetch_related("attachments__attachment")
    return _some(found, count, latest)


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


def _drafts(form: DraftFeedForm, count: int, latest: bool) -> Iterable[DraftRegulation]:
    found = find_drafts(form.filters).for_list().prefetch_related("files__attachment")
    return _some(found, count, latest, "state_since")


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


def _questions(form: QuestionFeedForm, count: int, latest: bool) -> Iterable[Question]:
    return _some(find_questions(form.filters).for_list(), count, latest, "published_at")


def _question_entry(question: Question) -> Entry:
    field = question.field
    return Entry(
        id=permanent_id("hoi-dap", question.pk),
        url=_absolute(question.get_absolute_url()),
        title=question.public_title,
        summary=question.public_text[:500],
        content=question.answer.text,
        author=question.agency_name,
        published=question.published_at or question.created_at,
        updated=question.updated_at,
        categories=[Category(code=field.code, name=field.name_vi)] if field else [],
    )


def _corrections(form: CorrectionFeedForm, count: int, latest: bool) -> Iterable[Report]:
    return corrections(form.cleaned_data["trang"])[:count]


def _correction_entry(report: Report) -> Entry:
    decided = report.decided_at or report.created_at
    return Entry(
        id=permanent_id("dinh-chinh", report.pk),
        url=f"{_absolute('/dinh-chinh/')}?{urlencode({'trang': report.path})}#dinh-chinh-{report.pk}",
        title=str(_("Đính chính trang %(path)s") % {"path": report.path}),
        summary=report.correction,
        published=decided,
        updated=decided,
    )


def _issues(form: IssueFeedForm, count: int, latest: bool) -> Iterable[GazetteIssue]:
    return _some(find_issues(form.filters).for_list(), count, latest)


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


def _found(form: SearchFeedForm, count: int, latest: bool) -> Iterable[Hit]:
    return ask(form.query(count)).hits


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


def _datasets(form: DatasetFeedForm, count: int, latest: bool) -> Iterable[Dataset]:
    return _some(find_datasets(form.filters).for_list(), count, latest)


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
        find=_found,
        entry=_hit_entry,
    ),
    "news": FeedSource(
        path="/tin-tuc/",
        title=_("Tin tức"),
        description=_("Tin, bài mới đăng trên cổng"),
        form=NewsFeedForm,
        find=_news,
        entry=_news_entry,
    ),
    "documents": FeedSource(
        path="/van-ban/",
        title=_("Văn bản"),
        description=_("Văn bản quy phạm pháp luật và văn bản hành chính trên cổng"),
        form=DocumentFeedForm,
        find=_documents,
        entry=_document_entry,
    ),
    "drafts": FeedSource(
        path="/du-thao/",
        title=_("Góp ý dự thảo"),
        description=_("Dự thảo văn bản lấy ý kiến người dân"),
        form=DraftFeedForm,
        find=_drafts,
        entry=_draft_entry,
    ),
    "questions": FeedSource(
        path="/hoi-dap/",
        title=_("Hỏi đáp"),
        description=_("Câu hỏi của người dân và trả lời của cơ quan"),
        form=QuestionFeedForm,
        find=_questions,
        entry=_question_entry,
    ),
    "corrections": FeedSource(
        path="/dinh-chinh/",
        title=_("Nhật ký đính chính"),
        description=_("Những gì đã đính chính trên các trang của cổng"),
        form=CorrectionFeedForm,
        find=_corrections,
        entry=_correction_entry,
    ),
    "issues": FeedSource(
        path="/cong-bao/",
        title=_("Công báo"),
        description=_("Các số Công báo trên cổng"),
        form=IssueFeedForm,
        find=_issues,
        entry=_issue_entry,
    ),
    "datasets": FeedSource(
        path="/du-lieu/",
        title=_("Dữ liệu mở"),
        description=_("Các tập dữ liệu mới công bố hoặc mới cập nhật"),
        form=DatasetFeedForm,
        find=_datasets,
        entry=_dataset_entry,
    ),
}


def announced_sources() -> list[FeedSource]:
    """Return the lists whose feeds a hub is told of: what a search finds changes without anybody noticing."""
    return [source for name, source in SOURCES.items() if name != "search"]
