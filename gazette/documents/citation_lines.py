"""How a document is cited in one line."""

from __future__ import annotations

from gazette.documents.models import LegalDocument
from search import vietnamese


def citation(document: LegalDocument) -> str:
    """Return the line by which one cites the document (form of Decree 30/2020/NĐ-CP)."""
    parts = [document.kind or "Văn bản"]
    if document.number:
        parts.append(f"số {document.number}")
    if document.issued_on:
        parts.append(vietnamese.format_long_date(document.issued_on))
    if document.issuer_name:
        parts.append(f"của {document.issuer_name}")
    return " ".join(parts) + (f": {document.summary}" if document.summary else "")
