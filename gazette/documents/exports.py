"""A document for other programs: plain text, and JSON-LD in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from gazette.documents.addresses import eli_path
from gazette.documents.enums import EffectCode
from gazette.documents.models import LegalDocument
from gazette.documents.selectors import RelatedDocument
from gazette.documents.structure import Structure

#: Formats by the ending of their address, with their media types.
FORMATS = {
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/akn+xml",
    "jsonld": "application/ld+json",
}
_TITLES = {"pdf": "PDF", "txt": "TXT", "xml": "Akoma Ntoso", "jsonld": "JSON-LD"}
_FORCES = {
    EffectCode.IN_FORCE: "InForce",
    EffectCode.PARTIALLY_EXPIRED: "PartiallyInForce",
    EffectCode.PARTIALLY_SUSPENDED: "PartiallyInForce",
    EffectCode.PENDING: "NotInForce",
    EffectCode.EXPIRED: "NotInForce",
    EffectCode.SUSPENDED: "NotInForce",
}
#: What the document at hand does to the other one, by the code of the relation.
_DOES = {
    "sua-doi-bo-sung": "legislationAmends",
    "thay-the": "legislationRepeals",
    "bai-bo": "legislationRepeals",
    "dinh-chinh": "legislationCorrects",
    "hop-nhat": "legislationConsolidates",
    "quy-dinh-chi-tiet": "legislationApplies",
    "huong-dan-ap-dung": "legislationApplies",
    "can-cu": "isBasedOn",
    "dan-chieu": "citation",
}


def plain_text(document: LegalDocument, structure: Structure) -> str:
    """Return the text as the source words it, or in the wording of another day; rows of articles are put together."""
    is_earlier = any(one.wording and not one.wording.is_current for one in structure.articles)
    text = "\n".join(unit.text for unit in structure.units()) if is_earlier else structure.source.strip()
    head = "" if document.text.strip() else f"{document.name}\n{document.summary}\n\n"
    return f"{head}{text}\n"


def json_ld(
    document: LegalDocument, related: Iterable[RelatedDocument], *, on: date, site: str, page: str
) -> dict[str, Any]:
    """Return a schema.org Legislation; `site` is the address of the site, `page` the path of the page."""
    effect = document.effect(on)
    issuer = (
        {"@type": "GovernmentOrganization", "name": document.issuer_name} if document.issuer_name else None
    )
    force = _FORCES.get(effect)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": f"{site}{eli_path(document)}",
        "url": f"{site}{page}",
        "name": document.summary or document.name,
        "alternateName": document.name,
        "legislationIdentifier": document.number,
        "legislationType": document.kind,
        "legislationDate": _iso(document.issued_on),
        "legislationDateOfApplicability": _iso(document.effective_on),
        "expires": _iso(document.expired_on),
        "legislationLegalForce": f"https://schema.org/{force}" if force else None,
        "legislationPassedBy": issuer,
        "legislationJurisdiction": {"@type": "AdministrativeArea", "name": document.province or "Việt Nam"},
        "inLanguage": "vi",
        "dateModified": document.updated_at.isoformat(),
        "about": [area.name for area in document.subject_areas.all()],
        "encoding": [_encoding(document, ending, media_type, site) for ending, media_type in FORMATS.items()],
    }
    for relation in related:
        if relation.direction == "outgoing" and (name := _DOES.get(relation.type_code)):
            data.setdefault(name, []).append(_other(relation, site))
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def script(data: dict[str, Any]) -> SafeString:
    """Return JSON that may stand inside a `<script>`: nothing in it ends the element."""
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308 - what could end the element was replaced


def file_path(document: LegalDocument, ending: str) -> str:
    """Return the path of a document in one of the formats."""
    return f"/van-ban/{document.pk}/van-ban.{ending}"


def _encoding(document: LegalDocument, ending: str, media_type: str, site: str) -> dict[str, Any]:
    return {
        "@type": "LegislationObject",
        "encodingFormat": media_type.partition(";")[0],
        "contentUrl": f"{site}{file_path(document, ending)}",
        "legislationLegalValue": "https://schema.org/UnofficialLegalValue",
        "inLanguage": "vi",
    }


def _other(relation: RelatedDocument, site: str) -> dict[str, Any]:
    other = relation.document
    told: dict[str, Any] = {"@type": "Legislation", "legislationIdentifier": relation.number}
    if other is not None:
        told |= {"@id": f"{site}{eli_path(other)}", "name": other.summary or other.name}
    return told


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def links(document: LegalDocument) -> Sequence[dict[str, str]]:
    """Return the formats for the page: title, path and media type."""
    return [
        {"title": _TITLES[ending], "url": file_path(document, ending), "type": media_type.partition(";")[0]}
        for ending, media_type in FORMATS.items()
    ]
