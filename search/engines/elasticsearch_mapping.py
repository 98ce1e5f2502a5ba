"""Mapping of rows to the fields of an Elasticsearch index: strict, and words as we made them, only parted at blanks."""

from __future__ import annotations

from typing import Any, Final

from elasticsearch_dsl import Integer, Keyword, Long, Mapping, Object, Text

from search.engines.rows import (
    FOLDED,
    LAST_DAY,
    NAMES,
    PAIRS,
    PLAIN_FACETS,
    STATUS_SLOTS,
    TEXT_FIELDS,
    WRITTEN,
    Row,
)

_OPTIONS: Final = {FOLDED: "positions", WRITTEN: "positions", PAIRS: "freqs", NAMES: "freqs"}
_CODES: Final = (
    "record",
    "unit",
    "number_key",
    "path",
    *PLAIN_FACETS,
    *(f"status_{slot}" for slot in STATUS_SLOTS),
)
_DAYS: Final = (
    "day", "fresh_day", "ended_day", "held_start", "held_end",
    *(f"status_{slot}_{end}" for slot in STATUS_SLOTS for end in ("start", "end")),
)  # fmt: skip


def build_mapping() -> Mapping:
    """Return the fields of the index."""
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    # Words are looked up, never shown; what is shown is stored by itself.
    mapping.meta("_source", excludes=list(TEXT_FIELDS))
    for name in _CODES:
        mapping.field(name, Keyword())
    for name in TEXT_FIELDS:
        mapping.field(name, Text(analyzer="whitespace", index_options=_OPTIONS[name]))
    for name in _DAYS:
        mapping.field(name, Integer())
    mapping.field("entry_key", Long())
    mapping.field("stored", Object(enabled=False))
    return mapping


def index_body() -> dict[str, Any]:
    """Return mapping and settings of an index, as the checked-in template has them."""
    return {
        "mappings": build_mapping().to_dict(),
        "settings": {
            # One shard ranks the way the embedded engine does; a province's texts fit into it.
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "1s",
        },
    }


def to_fields(row: Row) -> dict[str, Any]:
    """Return a row as Elasticsearch takes it."""
    fields: dict[str, Any] = {
        "record": row.record,
        "entry_key": row.key,
        "unit": [str(unit) for unit in row.units],
        "stored": row.stored,
        "fresh_day": row.fresh_day,
        "ended_day": row.ended_day,
        "held_start": row.held_start,
        "held_end": row.held_end,
        **{name: list(codes) for name, codes in row.facets.items() if codes},
        **{name: values for name, values in row.texts.items() if values},
    }
    if row.path:
        fields["path"] = row.path
    if row.number_key:
        fields["number_key"] = row.number_key
    if row.day is not None:
        fields["day"] = row.day
    for slot, period in enumerate(row.periods):
        fields |= {
            f"status_{slot}": period.code,
            f"status_{slot}_start": period.start,
            f"status_{slot}_end": period.end,
        }
    return fields


def row_id(row: Row) -> str:
    """Return the id of a row, the same at every writing."""
    name = format(row.key, "x")
    return name if row.held_end == LAST_DAY else f"{name}-{row.held_end}"
