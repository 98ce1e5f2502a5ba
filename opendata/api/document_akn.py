"""A document as Akoma Ntoso 3.0: `/documents/{document_id}/akn`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router

from gazette.documents.akoma_ntoso import MEDIA_TYPE, akoma_ntoso
from gazette.documents.models import LegalDocument
from gazette.documents.provisions import structure_of
from opendata.api.conditional import set_last_modified
from opendata.api.documents import DocumentDayQuery
from opendata.api.errors import Gone
from portal.core.selectors import site_settings

router = Router(tags=["documents"])


@router.get(
    "/documents/{int:document_id}/akn", operation_id="getDocumentAkn",
    summary=gettext_noop("Một văn bản dạng Akoma Ntoso"),
    description=gettext_noop("Văn bản theo chuẩn Akoma Ntoso 3.0 (OASIS LegalDocML), với cấu trúc đến từng điểm; "
        "văn bản mà cổng không có toàn văn dưới dạng chữ thì chỉ có dữ liệu và một ghi chú (remark)."),
    openapi_extra={
        "responses": {
            200: {"description": "OK", "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}},
        }
    },
)  # fmt: skip
def get_akn(request: HttpRequest, document_id: int, query: Query[DocumentDayQuery]) -> HttpResponse:
    """Anyone: a published document as XML, in the wording of a day if asked."""
    document = LegalDocument.objects.for_page().filter(pk=document_id).first()
    if document is None or not (document.live or document.first_published_at):
        raise Http404
    if not document.live:
        raise Gone(document.withdrawn_reason)
    structure = structure_of(document, query.as_of)
    facts = site_settings()
    body = akoma_ntoso(
        document,
        structure,
        portal=f"{facts.portal_name} {facts.province_name}".strip(),
    )
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    set_last_modified(response, [document.updated_at])
    return response
