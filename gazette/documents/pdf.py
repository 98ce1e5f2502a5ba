"""A document as PDF/UA-1, set by Typst: the same input gives the same bytes."""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.documents.citation_lines import citation
from gazette.documents.models import LegalDocument
from gazette.documents.structure import ArticleText, Structure, Unit
from gazette.documents.text_html import heading_lines
from gazette.documents.wordings import note
from portal.core.qr_codes import qr_svg
from search import vietnamese

logger = logging.getLogger(__name__)

_TEMPLATE = Path(__file__).parent / "resources" / "typst" / "document.typ"
#: No font has these: private use (Wingdings of old Word files), unassigned and control characters.
_SYMBOLS = {"\uf02d": "-", "\uf0b7": "•", "\uf0fe": "☑", "\uf0a8": "☐", "\uf0a7": "■", "\uf06f": "☐"}


def document_pdf(
    document: LegalDocument, structure: Structure, *, address: str, portal: str, as_of: date | None = None
) -> bytes:
    """Return the PDF; `address` is the page's full address, `as_of` the day whose wording the structure has."""
    data = _data(document, structure, address, portal, as_of)
    inputs = {"main.typ": _TEMPLATE.read_bytes(), "data.json": json.dumps(data).encode()}
    moment = int(document.updated_at.timestamp())
    try:
        return _compiled(inputs, moment, ["ua-1"])
    except typst.TypstError as error:
        # A character that no font of this machine has: it is shown as a box rather than the document not at all.
        logger.warning("document %s is no PDF/UA: %s", document.pk, error)
        return _compiled(inputs, moment, [])


def _compiled(inputs: dict[str, bytes], moment: int, standards: list[str]) -> bytes:
    # The package takes several files by name; its type information does not say so yet.
    made = typst.compile(inputs, format="pdf", pdf_standards=standards, timestamp=moment)  # type: ignore[call-overload]
    assert isinstance(made, bytes)  # noqa: S101 - one file was asked for
    return made


def _data(
    document: LegalDocument, structure: Structure, address: str, portal: str, as_of: date | None
) -> dict[str, Any]:
    facts = [
        portal,
        citation(document),
        _("Bản in ngày %(day)s từ cơ sở dữ liệu của cổng; bản gốc có giá trị pháp lý.")
        % {"day": vietnamese.format_date(timezone.localdate(document.updated_at))},
    ]
    if as_of:
        facts.append(_("Lời văn tính tại ngày %(day)s.") % {"day": vietnamese.format_date(as_of)})
    title = _printable(document.summary or document.name)
    return {
        "title": title or "Văn bản",
        "issuer": _printable(document.issuer_name) or portal,
        "keywords": [area.name for area in document.subject_areas.all()],
        "facts": [_printable(fact) for fact in facts],
        "footer": _printable(document.name),
        "address": address,
        "qr": qr_svg(address),
        "qr_alt": _("Mã QR dẫn đến %(address)s") % {"address": address},
        "blocks": list(_blocks(structure)),
    }


def _blocks(structure: Structure) -> Iterator[dict[str, Any]]:
    if structure.file_title:
        words = _("Chữ lấy từ tệp %(file)s; tệp gốc có giá trị.") % {"file": _printable(structure.file_title)}
        yield {"kind": "note", "text": words}
    in_division = False
    for unit in structure.preamble:
        yield _block(unit)
    for article in structure.articles:
        for unit in article.before:
            in_division = in_division or unit.is_division
            yield _block(unit)
        yield from _article(article, 3 if in_division else 2)
    for unit in structure.ending:
        yield _block(unit)


def _article(article: ArticleText, level: int) -> Iterator[dict[str, Any]]:
    yield {"kind": "article", "level": level, "text": _printable(article.units[0].text)}
    if article.wording is not None and (article.is_later or not article.wording.is_current):
        yield {"kind": "note", "text": note(article.wording, is_later=article.is_later)}
    for unit in article.units[1:]:
        yield _block(unit)


def _block(unit: Unit) -> dict[str, Any]:
    if unit.is_division:
        return {"kind": "division", "level": 2, "lines": [_printable(line) for line in heading_lines(unit)]}
    return {"kind": "paragraph", "text": _printable(unit.text)}


_RARE = re.compile(r"[^\x20-\x7e\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20ab]")


def _printable(text: str) -> str:
    """Return the text with what no font can show put in words or signs that fonts have."""
    return _RARE.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    category = unicodedata.category(character)
    if category in {"Cc", "Cf"}:
        return " " if character in "\n\t" else ""
    return "□" if category in {"Co", "Cn", "Cs"} else character
