"""Permanent names of documents: ELI-style URIs and the FRBR URIs of Akoma Ntoso."""

from __future__ import annotations

from gazette.documents.models import LegalDocument
from search import vietnamese

COUNTRY = "vn"


def eli_path(document: LegalDocument) -> str:
    """Return the ELI-style path: /eli/vn/ubnd/quyet-dinh/2021/24-2021-qd-ubnd/17.

    Issuer, kind, year and number are for people; the last part is the portal's own number, which never changes and
    is enough by itself, because a number repeats from agency to agency.
    """
    year = document.issued_on.year if document.issued_on else 0
    return f"/eli/{COUNTRY}/{_issuer(document)}/{_kind(document)}/{year:04d}/{document.slug}/{document.pk}"


def work_uri(document: LegalDocument) -> str:
    """Return the FRBR URI of the work: /akn/vn/act/quyet-dinh/2021-08-30/24-2021-qd-ubnd."""
    kind = "act" if document.document_type and document.document_type.is_qppl else "doc"
    day = document.issued_on or document.effective_on
    on = day.isoformat() if day else "undated"
    return f"/akn/{COUNTRY}/{kind}/{_kind(document)}/{on}/{document.slug}"


def _kind(document: LegalDocument) -> str:
    return vietnamese.slugify(document.kind, 40) or "van-ban"


def _issuer(document: LegalDocument) -> str:
    agency = document.issuing_agency
    name = agency.code if agency else document.issuer_name
    return vietnamese.slugify(name, 60) or "khong-ro"
