"""Drafts: `/drafts`, `/drafts/{slug}`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from gazette.documents.models import DocumentType
from gazette.drafts.commenting import VIETNAM, window_of
from gazette.drafts.enums import SectionKind
from gazette.drafts.models import ConsultationStatus, DraftFile, DraftRegulation, DraftSection
from gazette.drafts.selectors import (
    DraftFilters,
    are_responses_public,
    find_drafts,
    newest_version,
    public_draft,
    sections_of,
)
from opendata.api.conditional import set_last_modified, set_list_modified
from opendata.api.pagination import Page, PageQuery, paginate
from opendata.api.parameters import Codes, Day, Words, check_codes, check_period
from opendata.api.records import Record, absolute_url
from portal.agencies.models import Agency

router = Router(tags=["drafts"])


class DraftQuery(PageQuery):
    """What the list of drafts may be asked for."""

    q: Words = Field(
        "",
        description=gettext_noop("Từ có trong tên, số, tóm tắt; không phân biệt dấu."),
        json_schema_extra={"example": "giá đất"},
    )
    status: Codes = Field(
        [],
        description=gettext_noop("Trạng thái: mã của bảng consultation_statuses; lặp lại được."),
        json_schema_extra={"example": "dang-lay-y-kien"},
    )
    agency: Codes = Field(
        [],
        description=gettext_noop("Cơ quan chủ trì: mã của bảng agencies; lặp lại được."),
        json_schema_extra={"example": "UBND"},
    )
    type: Codes = Field(
        [],
        description=gettext_noop("Loại văn bản: mã của bảng document_types; lặp lại được."),
        json_schema_extra={"example": "quyet-dinh-ubnd-tinh"},
    )
    year: int | None = Field(
        None,
        ge=1900,
        le=2200,
        description=gettext_noop("Năm mở lấy ý kiến."),
        json_schema_extra={"example": 2026},
    )
    opened_from: Day | None = Field(
        None, description=gettext_noop("Mở từ ngày này."), json_schema_extra={"example": "2026-01-01"}
    )
    opened_to: Day | None = Field(
        None, description=gettext_noop("Mở đến hết ngày này."), json_schema_extra={"example": "2026-12-31"}
    )
    sort: Literal["-date", "date", "closing"] = Field(
        "-date",
        description=gettext_noop("Thứ tự: mới mở trước, cũ trước, hoặc sắp kết thúc trước."),
        json_schema_extra={"example": "closing"},
    )


class DraftAgency(BaseModel):
    """The lead agency as written, and its code where the portal knows it."""

    code: str | None = Field(description=gettext_noop("Mã cơ quan; null khi cổng không biết."))
    name: str = Field(description=gettext_noop("Tên cơ quan."))


class DraftRegime(BaseModel):
    """The rule on the length of the consultation."""

    code: str = Field(description=gettext_noop("Mã của bảng publication_deadlines."))
    legal_basis: str = Field(description=gettext_noop("Căn cứ pháp lý."))
    minimum_days: int | None = Field(description=gettext_noop("Số ngày tối thiểu."))


class DraftSummary(Record):
    """A draft as lists show it."""

    slug: str = Field(description=gettext_noop("Mã trong địa chỉ của dự thảo."))
    title: str = Field(description=gettext_noop("Tên dự thảo."))
    number: str = Field(description=gettext_noop("Số, ký hiệu."))
    summary: str = Field(description=gettext_noop("Tóm tắt."))
    document_type: str | None = Field(description=gettext_noop("Mã loại văn bản."))
    document_type_name: str = Field(description=gettext_noop("Loại văn bản."))
    lead_agency: DraftAgency = Field(description=gettext_noop("Cơ quan chủ trì soạn thảo."))
    regime: DraftRegime | None = Field(description=gettext_noop("Quy định về thời hạn lấy ý kiến."))
    status: str = Field(description=gettext_noop("Trạng thái hiện tại: mã của bảng consultation_statuses."))
    opens_at: datetime | None = Field(description=gettext_noop("Mở lấy ý kiến lúc."))
    closes_at: datetime | None = Field(description=gettext_noop("Kết thúc lúc."))
    accepts_comments: bool = Field(description=gettext_noop("Hiện có nhận góp ý không."))


class DraftPage(Page[DraftSummary]):
    """One page of drafts."""


class DraftArticle(BaseModel):
    """An article that can be commented on."""

    article: str = Field(description=gettext_noop("Số điều."))
    title: str = Field(description=gettext_noop("Tên điều."))
    text: str = Field(description=gettext_noop("Nội dung."))
    anchor: str = Field(
        description=gettext_noop("id của điều trên trang; dùng trong trường anchor của góp ý.")
    )
    source_id: str | None = Field(description=gettext_noop("Mã trong tệp đã nhập vào."))
    change: str = Field(description=gettext_noop("So với phiên bản trước: new, same, renumbered, changed."))


class DraftFileLink(BaseModel):
    """A file of a draft."""

    url: str = Field(description=gettext_noop("Địa chỉ tải về."))
    title: str = Field(description=gettext_noop("Tên."))
    kind: str = Field(description=gettext_noop("draft, report, comparison hoặc other."))
    media_type: str = Field(description=gettext_noop("Kiểu nội dung."))
    size: int | None = Field(description=gettext_noop("Số byte."))
    sha256: str = Field(description=gettext_noop("SHA-256 của tệp, hệ thập lục phân."))


class IssuedDocument(BaseModel):
    """The document that was issued."""

    id: int = Field(description=gettext_noop("Mã văn bản trên cổng."))
    source_id: str | None = Field(description=gettext_noop("Mã của văn bản trong tệp đã nhập vào."))
    number: str = Field(description=gettext_noop("Số, ký hiệu."))
    url: str = Field(description=gettext_noop("Địa chỉ của trang văn bản."))


class DraftDetail(DraftSummary):
    """A draft with its articles and files."""

    version: int | None = Field(
        description=gettext_noop("Phiên bản hiện tại của toàn văn; null khi không có toàn văn.")
    )
    text: str = Field(description=gettext_noop("Toàn văn."))
    articles: list[DraftArticle] = Field(description=gettext_noop("Các điều theo thứ tự."))
    files: list[DraftFileLink] = Field(description=gettext_noop("Hồ sơ dự thảo."))
    short_reason: str = Field(description=gettext_noop("Lý do rút ngắn thời hạn."))
    extension_reason: str = Field(description=gettext_noop("Lý do gia hạn."))
    status_reason: str = Field(description=gettext_noop("Lý do của trạng thái, khi tạm dừng hoặc dừng."))
    comment_count: int = Field(description=gettext_noop("Số góp ý đã công bố."))
    responses_published_at: datetime | None = Field(
        description=gettext_noop("Công bố tiếp thu, giải trình lúc.")
    )
    responses_url: str | None = Field(
        description=gettext_noop("Trang tiếp thu, giải trình; null khi chưa công bố.")
    )
    issued_document: IssuedDocument | None = Field(description=gettext_noop("Văn bản đã ban hành."))


@router.get(
    "/drafts", operation_id="listDrafts", response=DraftPage,
    summary=gettext_noop("Danh sách dự thảo"),
    description=gettext_noop("Các dự thảo đã công khai, không kèm toàn văn."),
)  # fmt: skip
def list_drafts(request: HttpRequest, response: HttpResponse, query: Query[DraftQuery]) -> DraftPage:
    """Anyone: the public drafts that meet the filters."""
    check_period(query.opened_from, query.opened_to, "opened_to")
    check_codes(
        {
            "status": (ConsultationStatus, query.status),
            "agency": (Agency, query.agency),
            "type": (DocumentType, query.type),
        }
    )
    filters = DraftFilters(
        q=query.q,
        statuses=query.status,
        agencies=query.agency,
        types=query.type,
        year=query.year,
        opened_from=query.opened_from,
        opened_to=query.opened_to,
        sort=query.sort,
    )
    part = paginate(request, find_drafts(filters).for_list().select_related("regime"), query)
    set_list_modified(response)
    return DraftPage.of(part, [DraftSummary(**_summary(request, draft)) for draft in part.rows])


@router.get(
    "/drafts/{str:slug}", operation_id="getDraft", response=DraftDetail,
    summary=gettext_noop("Một dự thảo"),
    description=gettext_noop("Dự thảo với các điều của phiên bản hiện tại và hồ sơ."),
)  # fmt: skip
def get_draft(request: HttpRequest, response: HttpResponse, slug: str) -> DraftDetail:
    """Anyone: a public draft."""
    draft = public_draft(slug)
    if draft is None:
        raise Http404
    version = newest_version(draft)
    articles = [section for section in sections_of(version) if section.kind == SectionKind.ARTICLE]
    issued = draft.issued_document if draft.issued_document and draft.issued_document.live else None
    set_last_modified(response, [])
    return DraftDetail(
        **_summary(request, draft),
        version=version.number if version else None,
        text=draft.text,
        articles=[_article(section) for section in articles],
        files=[_file(request, link) for link in draft.files.select_related("attachment")],
        short_reason=draft.short_reason,
        extension_reason=draft.extension_reason,
        status_reason=draft.state_reason,
        comment_count=draft.comments.published().count(),
        responses_published_at=draft.responses_published_at,
        responses_url=absolute_url(request, f"/du-thao/{draft.slug}/tiep-thu/")
        if are_responses_public(draft)
        else None,
        issued_document=IssuedDocument(
            id=issued.pk,
            source_id=issued.source_id,
            number=issued.number,
            url=absolute_url(request, issued.get_absolute_url()),
        )
        if issued
        else None,
    )


def _summary(request: HttpRequest, draft: DraftRegulation) -> dict[str, Any]:
    agency, rule = draft.lead_agency, draft.regime
    return {
        "source_id": draft.source_id,
        "url": absolute_url(request, draft.get_absolute_url()),
        "updated_at": draft.updated_at,
        "slug": draft.slug,
        "title": draft.title,
        "number": draft.number,
        "summary": draft.summary,
        "document_type": draft.document_type.code if draft.document_type else None,
        "document_type_name": draft.kind,
        "lead_agency": DraftAgency(code=agency.code if agency else None, name=draft.agency_name),
        "regime": DraftRegime(code=rule.code, legal_basis=rule.legal_basis, minimum_days=rule.amount)
        if rule
        else None,
        "status": draft.present_state.value,
        "opens_at": local(draft.opens_at),
        "closes_at": local(draft.closes_at),
        "accepts_comments": window_of(draft).is_open,
    }


def local(moment: datetime | None) -> datetime | None:
    """Return a moment in the zone in which drafts open and close."""
    return moment.astimezone(VIETNAM) if moment else None


def _article(section: DraftSection) -> DraftArticle:
    return DraftArticle(
        article=section.number,
        title=section.title,
        text=section.text,
        anchor=section.anchor,
        source_id=section.source_id or None,
        change=section.change,
    )


def _file(request: HttpRequest, link: DraftFile) -> DraftFileLink:
    return DraftFileLink(
        url=request.build_absolute_uri(link.attachment.url),
        title=str(link),
        kind=link.kind,
        media_type=link.attachment.media_type,
        size=link.attachment.file_size,
        sha256=link.attachment.sha256,
    )
