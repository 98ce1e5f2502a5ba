"""What the pages of documents show, made ready so that templates compute nothing."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.documents.effect_reasons import status_reason
from gazette.documents.enums import TONES, EffectCode
from gazette.documents.models import Article, LegalDocument
from gazette.documents.registry import document_facts
from gazette.documents.selectors import RelatedDocument, related_documents
from gazette.documents.text_layout import layout
from gazette.signatures.selectors import inspection_view, inspections_of
from portal.core.links import localized_path
from search import vietnamese


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
    sections = _sections(document)
    return {
        "document": document,
        "effect": effect,
        "is_effect_known": effect != EffectCode.UNKNOWN,
        "effect_tone": TONES[effect],
        "effect_note": _effect_note(document, effect, on),
        "metadata": _metadata(request, document, str(effect.label), TONES[effect]),
        "sections": sections,
        "has_divisions": any(section.kind == "division" for section in sections),
        "toc": [
            {
                "title": section.toc_title,
                "url": f"#{section.anchor}",
                "level": 1 if section.kind == "division" else 2,
            }
            for section in sections
            if section.anchor
        ],
        "files": _files(document),
        "related": _related(related_documents(document)),
        "citation": citation(document),
        "json_url": f"/api/v1/documents/{document.pk}",
    }


def _effect_note(document: LegalDocument, effect: EffectCode, on: date) -> str:
    """Return why the status shown is not the one that the source states, "" where the two agree."""
    stated = document.stated_effect
    if not stated or stated in {effect, EffectCode.UNKNOWN}:
        return ""
    reason = status_reason(
        on, effective_on=document.effective_on, expired_on=document.expired_on, stated=stated
    )
    words = document.stated_effect_text or EffectCode(stated).label
    return _("Nguồn ghi “%(words)s”. Cổng tính theo ngày: %(reason)s") % {"words": words, "reason": reason}


@dataclass
class Section:
    """A part of the text as shown: a division's heading, an article with its paragraphs, or loose paragraphs."""

    kind: str
    title: str = ""
    anchor: str = ""
    number: str = ""
    paragraphs: list[str] = field(default_factory=list)

    @property
    def toc_title(self) -> str:
        """What the table of contents calls it."""
        return f"Điều {self.number}. {self.title}".rstrip(". ") if self.kind == "article" else self.title


def _sections(document: LegalDocument) -> list[Section]:
    articles = list(document.articles.all())
    return _from_text(document.text, articles) if document.text else _from_articles(articles)


def _from_articles(articles: list[Article]) -> list[Section]:
    sections: list[Section] = []
    chapter = ""
    for article in articles:
        if article.chapter and article.chapter != chapter:
            chapter = article.chapter
            sections.append(Section("division", chapter, f"{article.anchor}-chuong"))
        section = Section("article", article.title, article.anchor, article.number)
        section.paragraphs = [line for line in article.text.split("\n") if line.strip()]
        sections.append(section)
    return sections


def _from_text(text: str, articles: list[Article]) -> list[Section]:
    """Lay out a whole text; its articles keep the anchors under which they are known elsewhere."""
    anchors: defaultdict[str, deque[str]] = defaultdict(deque)
    for article in articles:
        anchors[article.number].append(article.anchor)
    sections: list[Section] = []
    for block in layout(text):
        if block.kind == "paragraph":
            if not sections or sections[-1].kind == "division":
                sections.append(Section("text"))
            sections[-1].paragraphs.append(block.text)
            continue
        known = anchors[block.number] if block.kind == "article" else None
        sections.append(
            Section(block.kind, block.text, known.popleft() if known else block.anchor, block.number)
        )
    return sections


def _metadata(request: HttpRequest, document: LegalDocument, effect: str, tone: str) -> list[dict[str, Any]]:
    agency = document.issuing_agency
    agency_url = localized_path(f"/co-quan/{agency.code}/") if agency else None
    signer = " – ".join(part for part in (document.signer_title, document.signer) if part)
    rows: list[dict[str, Any]] = [
        {"label": _("Số, ký hiệu"), "value": document.number},
        {"label": _("Loại văn bản"), "value": document.kind, "lang": "vi"},
        {"label": _("Cơ quan ban hành"), "value": document.issuer_name, "url": agency_url, "lang": "vi"},
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


def _gazette(document: LegalDocument) -> str:
    if not document.gazette_number:
        return ""
    on = f", {vietnamese.format_date(document.gazette_on)}" if document.gazette_on else ""
    return f"{document.gazette_number}{on}"


def _files(document: LegalDocument) -> list[dict[str, Any]]:
    links = list(document.attachments.select_related("attachment"))
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
                "title": other.summary or other.name if other else relation.provision,
                "number": relation.number,
                "url": other.get_absolute_url() if other else None,
                "date": relation.effective_on,
                "label": relation.provision if other else "",
                "lang": "vi",
            }
        )
    return [{"label": label, "items": items} for label, items in groups.items()]


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
