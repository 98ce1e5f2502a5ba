"""Documents: `/documents`, `/documents/{document_id}`."""

from __future__ import annotations

from typing import Literal

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from gazette.documents.enums import EffectCode
from gazette.documents.models import DocumentType, LegalDocument, PortalCollection, SubjectArea
from gazette.documents.selectors import DocumentFilters, find_documents
from opendata.api.conditional import set_last_modified, set_list_modified
from opendata.api.document_records import DocumentDetail, DocumentPage, detail, moments, summaries
from opendata.api.errors import Gone
from opendata.api.pagination import PageQuery, paginate
from opendata.api.parameters import Codes, Day, Words, check_codes, check_period
from portal.agencies.models import Agency

router = Router(tags=["documents"])


class DocumentQuery(PageQuery):
    """What the list of documents may be asked for."""

    q: Words = Field(
        "", description=gettext_noop("Từ có trong số, ký hiệu hoặc trích yếu; không phân biệt dấu."),
        json_schema_extra={"example": "giá đất"},
    )  # fmt: skip
    number: Words = Field(
        "", description=gettext_noop("Số, ký hiệu hoặc phần đầu của nó, viết cách nào cũng được."),
        json_schema_extra={"example": "63-bc-vpubnd"},
    )  # fmt: skip
    type: Codes = Field(
        [], description=gettext_noop("Mã loại văn bản (bảng document_types); có thể lặp lại."),
        json_schema_extra={"example": ["bao-cao"]},
    )  # fmt: skip
    agency: Codes = Field(
        [], description=gettext_noop("Mã cơ quan ban hành (bảng agencies); có thể lặp lại."),
        json_schema_extra={"example": ["UBND"]},
    )  # fmt: skip
    field: Codes = Field(
        [], description=gettext_noop("Mã lĩnh vực (bảng document_fields); có thể lặp lại."),
        json_schema_extra={"example": ["dat-dai"]},
    )  # fmt: skip
    status: list[EffectCode] = Field(
        [], description=gettext_noop("Mã tình trạng hiệu lực (bảng validity_statuses), tính hôm nay hoặc vào as_of."),
        json_schema_extra={"example": ["con-hieu-luc"]},
    )  # fmt: skip
    collection: Codes = Field(
        [], description=gettext_noop("Mã chuyên mục công bố (bảng portal_collections); có thể lặp lại."),
        json_schema_extra={"example": ["chi-dao-dieu-hanh"]},
    )  # fmt: skip
    issued_from: Day | None = Field(
        None, description=gettext_noop("Ban hành từ ngày này."), json_schema_extra={"example": "2021-01-01"}
    )
    issued_to: Day | None = Field(
        None,
        description=gettext_noop("Ban hành đến hết ngày này."),
        json_schema_extra={"example": "2021-12-31"},
    )
    as_of: Day | None = Field(
        None, description=gettext_noop("Văn bản đã ban hành và tình trạng hiệu lực tính tại ngày này."),
        json_schema_extra={"example": "2021-12-31"},
    )  # fmt: skip
    sort: Literal["-date", "date", "number", "-number", "-effective"] = Field(
        "-date", description=gettext_noop("Thứ tự theo ngày ban hành, số hoặc ngày có hiệu lực; dấu trừ là giảm dần."),
        json_schema_extra={"example": "-date"},
    )  # fmt: skip


class DocumentDayQuery(BaseModel):
    """The day for which one document is told."""

    as_of: Day | None = Field(
        None, description=gettext_noop("Tình trạng hiệu lực tính tại ngày này, mặc định là hôm nay."),
        json_schema_extra={"example": "2021-12-31"},
    )  # fmt: skip


@router.get(
    "/documents", operation_id="listDocuments", response=DocumentPage, summary=gettext_noop("Danh sách văn bản"),
    description=gettext_noop("Văn bản quy phạm pháp luật và văn bản hành chính đã công bố, không kèm toàn văn."),
)  # fmt: skip
def list_documents(request: HttpRequest, response: HttpResponse, query: Query[DocumentQuery]) -> DocumentPage:
    """Anyone: the published documents that meet the filters."""
    check_period(query.issued_from, query.issued_to, "issued_to")
    check_codes(
        {
            "type": (DocumentType, query.type),
            "agency": (Agency, query.agency),
            "field": (SubjectArea, query.field),
            "collection": (PortalCollection, query.collection),
        }
    )
    found = find_documents(_filters(query)).for_list()
    part = paginate(request, found, query)
    on = query.as_of or timezone.localdate()
    set_list_modified(response, (moment for document in part.rows for moment in moments(document, on)))
    return DocumentPage.of(part, summaries(request, part.rows, on))


@router.get(
    "/documents/{int:document_id}", operation_id="getDocument", response=DocumentDetail,
    summary=gettext_noop("Một văn bản"),
    description=gettext_noop("Một văn bản với toàn văn, các điều, quan hệ, tệp và tình trạng hiệu lực kèm lý do."),
)  # fmt: skip
def get_document(
    request: HttpRequest,
    response: HttpResponse,
    document_id: int,
    query: Query[DocumentDayQuery],
) -> DocumentDetail:
    """Anyone: a published document."""
    document = LegalDocument.objects.for_page().filter(pk=document_id).first()
    if document is None or not (document.live or document.first_published_at):
        raise Http404
    if not document.live:
        raise Gone(document.withdrawn_reason)
    if not document.effect_is_plain:
        prefetch_related_objects([document], "effect_periods")
    on = query.as_of or timezone.localdate()
    set_last_modified(response, moments(document, on))
    return detail(request, document, on, is_past=query.as_of is not None)


def _filters(query: DocumentQuery) -> DocumentFilters:
    return DocumentFilters(
        types=query.type,
        agencies=query.agency,
        fields=query.field,
        collections=query.collection,
        statuses=query.status,
        number=query.number,
        q=query.q,
        issued_from=query.issued_from,
        issued_to=query.issued_to,
        as_of=query.as_of,
        sort=query.sort,
    )
