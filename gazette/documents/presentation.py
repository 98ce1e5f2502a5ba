"""What the pages of documents show, made ready so that templates compute nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.documents import exports, neighbours
from gazette.documents.addresses import eli_path
from gazette.documents.citation_lines import citation
from gazette.documents.citation_links import Linker, document_links
from gazette.documents.effect_story import disagrees, story_of
from gazette.documents.enums import TONES, EffectCode
from gazette.documents.file_selectors import shown_files
from gazette.documents.models import DocumentAttachment, LegalDocument
from gazette.documents.provisions import structure_of
from gazette.documents.registry import document_facts
from gazette.documents.selectors import RelatedDocument, related_documents
from gazette.documents.structure import Structure
from gazette.documents.text_html import LONG_TEXT, contents, text_html
from gazette.signatures.selectors import inspection_view, inspections_of
from portal.agencies.models import Agency
from portal.core.links import localized_path
from portal.core.qr_codes import qr_svg
from search import vietnamese

#: A law is the basis of thousands of documents; those that change it come first, the API has all.
_MOST_RELATED = 300


def row(document: LegalDocument, on: date) -> dict[str, Any]:
    """Return what a list shows of a document, its effect as of a day."""
    effect = document.effect(on)
    return {
        "url": document.get_absolute_url(),
        "number": document.number,
        "type": document.kind,
        "summary": document.summary,
        "agency": document.issuer_name,
        "issued_on": document.issued_on,
        "effective_on": document.effective_on,
        # Most administrative documents have no effect to speak of: "unknown" beside each would only be noise.
        "status_tone": TONES[effect],
        "status_text": "" if effect == EffectCode.UNKNOWN else effect.label,
    }


def page(request: HttpRequest, document: LegalDocument, as_of: date | None) -> dict[str, Any]:
    """Return what the page of a document shows."""
    on = as_of or timezone.localdate()
    effect = document.effect(on)
    structure = structure_of(document, as_of)
    related = related_documents(document, limit=_MOST_RELATED)
    story = story_of(document, related)
    links = list(document.attachments.select_related("attachment"))
    has_own_text = bool(structure.articles or structure.preamble) and structure.file_text_id is None
    return {
        "document": document,
        "effect": effect,
        "is_effect_known": effect != EffectCode.UNKNOWN,
        "effect_tone": TONES[effect],
        "effect_reason": story.reason(on) if effect != EffectCode.UNKNOWN or document.stated_effect else "",
        "effect_note": _effect_note(document, effect),
        "effect_rows": story.rows(related),
        "unconsolidated": _unconsolidated(story.unconsolidated(on, related)),
        "metadata": _metadata(request, document, str(effect.label), TONES[effect]),
        "text_html": text_html(structure, link=_linker(document, structure), notes=as_of is not None),
        "is_long": len(structure.source) > LONG_TEXT,
        "toc": contents(structure),
        "files": _files(document, links),
        "file_texts": []
        if has_own_text
        else [one for one in shown_files(document, links) if one.file_text.pk != structure.file_text_id],
        "text_file": structure.file_title,
        "related": _related(related),
        "neighbours": neighbours.neighbours(document),
        "citation": citation(document),
        "json_url": f"/api/v1/documents/{document.pk}",
        "formats": exports.links(document),
        "eli": f"{settings.SITE_URL}{eli_path(document)}",
        "json_ld": exports.script(
            exports.json_ld(
                document, related, on=on, site=settings.SITE_URL, page=document.get_absolute_url()
            )
        ),
        "qr": qr_svg(f"{settings.SITE_URL}{document.get_absolute_url()}"),
        "compare_url": reverse("documents:compare", args=[document.pk, document.slug])
        if getattr(document, "has_versions", False)
        else "",
    }


def _effect_note(document: LegalDocument, effect: EffectCode) -> str:
    """Return that the source states another status than the one shown, "" where the two agree."""
    stated = document.stated_effect
    if not disagrees(stated, effect):
        return ""
    words = document.stated_effect_text or EffectCode(stated).label
    return _("Nguồn ghi “%(words)s”; cổng tính từ ngày tháng và quan hệ với văn bản khác.") % {"words": words}


def _unconsolidated(amending: list[RelatedDocument]) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "url": one.document.get_absolute_url() if one.document else None}
        for one in amending
    ]


def _linker(document: LegalDocument, structure: Structure) -> Linker:
    """Return what makes HTML of the pieces of the text, with links where they cite what the portal has."""
    anchors = [unit.anchor for article in structure.articles for unit in article.units if unit.anchor]
    return Linker(structure.source, document_links(document, structure.source, anchors))


def _metadata(request: HttpRequest, document: LegalDocument, effect: str, tone: str) -> list[dict[str, Any]]:
    agency = document.issuing_agency
    agency_url = localized_path(f"/co-quan/{agency.code}/") if agency else None
    signer = " – ".join(part for part in (document.signer_title, document.signer) if part)
    rows: list[dict[str, Any]] = [
        {"label": _("Số, ký hiệu"), "value": document.number},
        {"label": _("Loại văn bản"), "value": document.kind, "lang": "vi"},
        {"label": _("Cơ quan ban hành"), "value": document.issuer_name, "url": agency_url, "lang": "vi"},
        *_successors(agency),
        {"label": _("Ngày ban hành"), "date": document.issued_on, "value": None},
        {"label": _("Ngày có hiệu lực"), "date": document.effective_on, "value": None},
        {"label": _("Ngày hết hiệu lực"), "date": document.expired_on, "value": None},
        {"label": _("Tình trạng hiệu lực"), "value": effect, "tone": tone},
        {"label": _("Tình trạng theo nguồn"), "value": document.stated_effect_text or None, "lang": "vi"},
        {
            "label": _("Người ký"),
            "value": " ".join(p for p in (document.signing_authority, signer) if p) or None,
            "lang": "vi",
        },
        {"label": _("Nơi ban hành"), "value": document.place or document.province or None, "lang": "vi"},
        {"label": _("Lĩnh vực"), "value": ", ".join(a.name for a in document.subject_areas.all()) or None},
        {"label": _("Chuyên mục"), "value": document.collection.name if document.collection else None},
        {"label": _("Công báo"), "value": _gazette(document) or None},
        {
            "label": _("Nguồn"),
            "value": document.source_name or None,
            "url": document.source_url or None,
            "lang": "vi",
        },
    ]
    for _name, facts in document_facts.items():
        rows += facts(request, document)
    return rows


def _successors(agency: Agency | None) -> list[dict[str, Any]]:
    """Return who took over from an agency that ended; the issuer itself stays as printed."""
    if agency is None or agency.valid_until is None or agency.valid_until >= timezone.localdate():
        return []
    return [
        {
            "label": _("Cơ quan kế thừa"),
            "value": step.successor.name_on(step.on),
            "url": localized_path(f"/co-quan/{step.successor.code}/"),
            "lang": "vi",
        }
        for step in agency.successions.select_related("successor")
    ]


def _gazette(document: LegalDocument) -> str:
    if not document.gazette_number:
        return ""
    on = f", {vietnamese.format_date(document.gazette_on)}" if document.gazette_on else ""
    return f"{document.gazette_number}{on}"


def _files(document: LegalDocument, links: list[DocumentAttachment]) -> list[dict[str, Any]]:
    inspections = inspections_of(link.attachment.sha256 for link in links)
    kept = [
        {
            "url": link.attachment.url,
            "title": str(link),
            "lang": "vi",
            "kind": link.attachment.file_extension.upper(),
            "size": link.attachment.file_size,
            "sha256": link.attachment.sha256,
            "check": inspection_view(inspections.get(link.attachment.sha256)),
        }
        for link in links
    ]
    elsewhere = [
        {
            "url": item["url"],
            "title": item.get("title") or item["url"].rsplit("/", 1)[-1],
            "lang": "vi",
            "note": _("Tệp tại nguồn"),
        }
        for item in document.source_files
    ]
    return kept + elsewhere


def _related(relations: list[RelatedDocument]) -> list[dict[str, Any]]:
    """Return the relations grouped by what the other documents are to this one."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for relation in relations:
        other = relation.document
        groups.setdefault(relation.label, []).append(
            {
                "title": other.summary or other.name if other else relation.name,
                "number": relation.number,
                "url": other.get_absolute_url() if other else None,
                "date": relation.effective_on,
                "label": relation.provision
                if len(relation.provision) < 200
                else f"{relation.provision[:197]}…",
                "lang": "vi",
            }
        )
    return [{"label": label, "items": items} for label, items in groups.items()]
