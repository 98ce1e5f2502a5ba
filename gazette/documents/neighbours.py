"""What else says something alike: similar documents, and articles of theirs; found by the learned layer of search."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from gazette.documents.models import Article, LegalDocument
from gazette.documents.search_sources import DocumentSource
from search.services import nearest_units, similar_ids

_DOCUMENTS: Final = 5
_ARTICLES: Final = 5
#: Among so many similar documents articles are looked for.
_AMONG: Final = 10


def neighbours(document: LegalDocument) -> list[dict[str, Any]]:
    """Return groups of links to what is alike; none while search has not learned anything."""
    name, key = DocumentSource.name, str(document.pk)
    ids = similar_ids(name, key, _AMONG)
    if not ids:
        return []
    rows = LegalDocument.objects.published().select_related("document_type")
    known = {str(row.pk): row for row in rows.defer("text", "folded").filter(pk__in=ids)}
    groups = [
        {
            "label": _("Văn bản tương tự"),
            "items": [_item(known[one]) for one in ids if one in known][:_DOCUMENTS],
        },
        {"label": _("Điều liên quan ở văn bản khác"), "items": _articles(name, key, known)},
    ]
    return [group for group in groups if group["items"]]


def _item(document: LegalDocument) -> dict[str, Any]:
    return {
        "url": document.get_absolute_url(),
        "title": document.summary or document.name,
        "number": document.number,
        "date": document.issued_on,
        "lang": "vi",
    }


def _articles(name: str, key: str, known: dict[str, LegalDocument]) -> list[dict[str, Any]]:
    articles = Article.objects.filter(document__in=known.values()).only(
        "document_id", "anchor", "number", "title"
    )
    by_unit = {(str(article.document_id), article.anchor): article for article in articles}
    return [
        {
            "url": f"{known[record].get_absolute_url()}#{unit}",
            "title": str(by_unit[record, unit]),
            "number": known[record].number,
            "lang": "vi",
        }
        for record, unit in nearest_units(name, key, list(by_unit), _ARTICLES)
    ]
