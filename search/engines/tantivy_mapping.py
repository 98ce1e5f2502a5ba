"""Mapping of rows to the fields of a tantivy index."""

from __future__ import annotations

from typing import Any, Final

import orjson
import tantivy

from search.engines.rows import (
    NAMES,
    PAIRS,
    PLAIN_FACETS,
    STATUS_SLOTS,
    TEXT_FIELDS,
    Row,
)

#: Fields that hold words without their places.
_WITHOUT_PLACES: Final = {PAIRS, NAMES}


def build_schema() -> tantivy.Schema:
    """Return the fields of the index."""
    builder = tantivy.SchemaBuilder()
    for name in ("record", "unit", "number_key", "path"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*PLAIN_FACETS, *(f"status_{slot}" for slot in STATUS_SLOTS)):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in TEXT_FIELDS:
        option = "freq" if name in _WITHOUT_PLACES else "position"
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    for name in (
        "day",
        "entry_key",
        "fresh_day",
        "ended_day",
        "held_start",
        "held_end",
        *(f"status_{slot}_{end}" for slot in STATUS_SLOTS for end in ("start", "end")),
    ):
        builder.add_integer_field(name, fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


SCHEMA: Final = build_schema()


def to_document(row: Row) -> tantivy.Document:
    """Return a row as tantivy takes it."""
    document = tantivy.Document()
    document.add_text("record", row.record)
    document.add_integer("entry_key", row.key)
    for unit in row.units:
        document.add_text("unit", unit)
    document.add_integer("fresh_day", row.fresh_day)
    document.add_integer("ended_day", row.ended_day)
    document.add_integer("held_start", row.held_start)
    document.add_integer("held_end", row.held_end)
    if row.path:
        document.add_text("path", row.path)
    if row.number_key:
        document.add_text("number_key", row.number_key)
    for name, codes in row.facets.items():
        for code in codes:
            document.add_text(name, code)
    for slot, period in enumerate(row.periods):
        document.add_text(f"status_{slot}", period.code)
        document.add_integer(f"status_{slot}_start", period.start)
        document.add_integer(f"status_{slot}_end", period.end)
    for name, values in row.texts.items():
        for value in values:
            document.add_text(name, value)
    if row.day is not None:
        document.add_integer("day", row.day)
    document.add_bytes("stored", orjson.dumps(row.stored))
    return document


def stored_of(document: tantivy.Document) -> dict[str, Any]:
    """Return what a row stored for display."""
    data = document.get_first("stored")
    found: dict[str, Any] = orjson.loads(data) if data is not None else {}
    return found
