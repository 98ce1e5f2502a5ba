"""Mapping of entries to the fields of a tantivy index."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any, Final

import tantivy

from search import vietnamese
from search.enums import Kind
from search.sources import Entry

#: Raised when text rules or stored data change without a change of the fields: an older index is then built anew.
FORMAT: Final = 1

#: Fields in words. Each is indexed twice: as written, and folded (without diacritics).
TEXT_FIELDS: Final = ("title", "number", "summary", "agency", "text")
#: Fields compared whole and counted.
FACET_FIELDS: Final = ("kind", "agency_code", "type_code", "field_code", "status_code", "year")

_ANALYZER = "syllables"
_MAX_SYLLABLE = 64

VERSION: Final = hashlib.sha256(
    repr((FORMAT, TEXT_FIELDS, FACET_FIELDS, _MAX_SYLLABLE)).encode()
).hexdigest()[:10]

_analyzer = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.remove_long(_MAX_SYLLABLE))
    .filter(tantivy.Filter.lowercase())
    .build()
)


def written(field: str) -> str:
    """Return the index field that holds a field's words as written."""
    return f"{field}_written"


def folded(field: str) -> str:
    """Return the index field that holds a field's words without diacritics."""
    return f"{field}_folded"


def syllables(text: str) -> list[tuple[str, str]]:
    """Return the syllables of a query's text as the index holds them: folded, and as written."""
    as_folded = _analyzer.analyze(vietnamese.fold(text))
    as_written = _analyzer.analyze(vietnamese.canonical(text))
    if len(as_written) != len(as_folded):
        # Marks that no letter composes with cut a word in its written form only; it is then found folded.
        as_written = as_folded
    return list(zip(as_folded, as_written, strict=True))


def build_schema() -> tantivy.Schema:
    """Return the fields of the index."""
    builder = tantivy.SchemaBuilder()
    for name in ("record", "number_key"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in TEXT_FIELDS:
        for field in (written(name), folded(name)):
            builder.add_text_field(field, tokenizer_name=_ANALYZER, index_option="position")
    builder.add_integer_field("day", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


SCHEMA: Final = build_schema()


def register_analyzer(index: tantivy.Index) -> None:
    """Tell an index how to cut text; needed by whoever writes to it."""
    index.register_tokenizer(_ANALYZER, _analyzer)


def record_key(source_name: str, object_id: str) -> str:
    """Return the key shared by all entries of a record."""
    return f"{source_name}:{object_id}"


def to_document(source_name: str, entry: Entry) -> tantivy.Document:
    """Return the fields of an entry."""
    document = tantivy.Document()
    document.add_text("record", record_key(source_name, entry.object_id))
    if entry.number:
        document.add_text("number_key", vietnamese.number_key(entry.number))
    for name, codes in _facets(entry).items():
        for code in codes:
            if code:
                document.add_text(name, code)
    for name, text in _texts(entry).items():
        if text:
            document.add_text(written(name), vietnamese.canonical(text))
            document.add_text(folded(name), vietnamese.fold(text))
    if entry.date:
        document.add_integer("day", entry.date.toordinal())
    document.add_bytes("stored", json.dumps(_stored(entry), ensure_ascii=False).encode())
    return document


def _texts(entry: Entry) -> dict[str, str]:
    return {
        "title": entry.title,
        "number": entry.number,
        "summary": entry.summary,
        "agency": entry.agency_name,
        "text": entry.text,
    }


def _facets(entry: Entry) -> dict[str, tuple[str, ...]]:
    return {
        "kind": (entry.kind,),
        "agency_code": (entry.agency_code,),
        "type_code": (entry.type_code,),
        "field_code": entry.field_codes,
        "status_code": (entry.status_code,),
        "year": (str(entry.year or ""),),
    }


def _stored(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "object_id": entry.object_id,
        "title": entry.title,
        "number": entry.number,
        "path": entry.url,
        "unit": entry.unit,
        "language": entry.language,
        "date": entry.date.isoformat() if entry.date else None,
        "agency": entry.agency_name,
        "source_id": entry.source_id,
        "summary": entry.summary,
        "text": entry.text,
    }


def from_stored(data: bytes) -> dict[str, Any]:
    """Return what `to_document` stored for display."""
    stored: dict[str, Any] = json.loads(data)
    stored["kind"] = Kind(stored["kind"])
    stored["date"] = date.fromisoformat(stored["date"]) if stored["date"] else None
    return stored
