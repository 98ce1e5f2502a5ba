"""What an index holds, before any engine's own types: a row for each record and one for each of its passages."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from search import ranking, vietnamese
from search.engines.analysis import MAX_WORD, Words
from search.enums import FACETS, Kind, Unit
from search.learning.vectors import entry_key
from search.sources import Entry

#: Raised when text rules or stored data change without a change of the fields: an older index is then built anew.
FORMAT: Final = 7

#: All words of an entry, each part as often as it counts: without diacritics, and as written.
FOLDED: Final = "words_folded"
WRITTEN: Final = "words_written"
#: Neighbouring words of the folded text, each pair a word of its own: how rare a pair is says more than its words.
PAIRS: Final = "pairs_folded"
#: Folded words of title and number, for suggestions while typing.
NAMES: Final = "names_folded"
TEXT_FIELDS: Final = (FOLDED, WRITTEN, PAIRS, NAMES)

#: Facets whose codes a row holds whole; a status depends on the day and is held in periods.
PLAIN_FACETS: Final = tuple(name for name in FACETS if name != "status")
#: Hardly any law changes its status more often; of one that does, the latest statuses are held.
STATUS_SLOTS: Final = (0, 1, 2, 3, 4, 5)
FIRST_DAY: Final = 0
LAST_DAY: Final = date.max.toordinal() + 1

#: Only so much of a text is kept for highlights: a book costs no more than a long decree.
STORED_TEXT: Final = 60_000

_ALL_UNITS: Final = tuple(map(str, Unit))

#: No record has more passages.
MOST_ROWS: Final = 20_000

VERSION: Final = hashlib.sha256(
    repr((FORMAT, sorted(ranking.PART_COUNTS.items()), TEXT_FIELDS, FACETS, MAX_WORD, STATUS_SLOTS)).encode()
).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Period:
    """A status with its days, of which `end` is the first without it."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entry as fields."""

    record: str
    key: int
    #: What is one hit; a state of before has units of its own, so that who asks for no day never meets it.
    units: tuple[str, ...]
    number_key: str
    facets: dict[str, tuple[str, ...]]
    periods: tuple[Period, ...]
    day: int | None
    #: Path of the page, of rows for whole records only: what editors pin.
    path: str
    #: Day of news, whose age counts; 0 of everything else.
    fresh_day: int
    #: First day on which it is no longer in force; 0 of what is.
    ended_day: int
    #: The values of each text field, words parted by blanks.
    texts: dict[str, list[str]]
    #: The days on which it read so, of which `held_end` is the first without it.
    held_start: int
    held_end: int
    stored: dict[str, Any]


def record_key(source_name: str, object_id: str) -> str:
    """Return the key shared by all rows of a record."""
    return f"{source_name}:{object_id}"


def rows(source_name: str, entry: Entry) -> Iterator[Row]:
    """Return the row of a record, then those of its passages; a text without any is its own only passage."""
    entry = _composed(entry)
    if not entry.passages:
        units = _ALL_UNITS if entry.text or entry.unit else (str(Unit.RECORD),)
        yield _row(source_name, entry, _words(entry, Words.of(entry.text)), units, is_record=True)
        return
    yield from _earlier_rows(source_name, entry)
    entry = replace(entry, held_from=entry.present_since, earlier=())
    parts = entry.parts()
    next(parts)
    # Who issued the whole says nothing about a part.
    named = {"number": Words.of(entry.number), "summary": Words.of(entry.title), "agency": Words.of("")}
    found: list[Row] = []
    texts: list[Words] = []
    for part in parts:
        own = {name: Words.of(getattr(part, name)) for name in ("label", "title", "text")}
        texts += own.values()
        found.append(_row(source_name, part, named | own, (str(Unit.PASSAGE),), is_record=not part.unit))
    # The text of the whole is that of its parts, unless it has one of its own: it is not read twice.
    whole = Words.of(entry.text) if entry.text else Words.joined(texts)
    yield _row(source_name, entry, _words(entry, whole), (str(Unit.RECORD),), is_record=True)
    yield from found


def _earlier_rows(source_name: str, entry: Entry) -> Iterator[Row]:
    """Return the rows of what a record and its passages were before, for who asks for a day of then."""
    for whole in entry.earlier_wholes():
        words = _words(whole, Words.of(whole.whole_text))
        yield _row(source_name, whole, words, (earlier_unit(Unit.RECORD),), is_record=True)
    for part in entry.earlier_parts():
        words = _words(part, Words.of(part.text)) | {"agency": Words.of("")}
        yield _row(source_name, part, words, (earlier_unit(Unit.PASSAGE),), is_record=False)


def earlier_unit(unit: Unit) -> str:
    """Return the unit of states of before."""
    return f"earlier-{unit}"


def units_found(unit: Unit, *, has_day: bool) -> tuple[str, ...]:
    """Return the units of the rows among which to search."""
    return (str(unit), earlier_unit(unit)) if has_day else (str(unit),)


def _composed(entry: Entry) -> Entry:
    """Return the entry with its texts in the one form of Unicode in which found words are marked."""
    every = (*entry.passages, *entry.earlier)
    texts = (entry.summary, entry.text, *(text for part in every for text in (part.title, part.text)))
    if all(unicodedata.is_normalized("NFC", text) for text in texts):
        return entry
    passages, earlier = (
        tuple(
            replace(part, title=vietnamese.normalize(part.title), text=vietnamese.normalize(part.text))
            for part in parts
        )
        for parts in (entry.passages, entry.earlier)
    )
    summary, text = vietnamese.normalize(entry.summary), vietnamese.normalize(entry.text)
    return replace(entry, summary=summary, text=text, passages=passages, earlier=earlier)


def _words(entry: Entry, text: Words) -> dict[str, Words]:
    return {
        "label": Words.of(entry.label),
        "title": Words.of(entry.title),
        "number": Words.of(entry.number),
        "summary": Words.of(entry.summary),
        "agency": Words.of(entry.agency_name),
        "text": text,
    }


def _row(
    source_name: str,
    entry: Entry,
    parts: dict[str, Words],
    units: tuple[str, ...],
    *,
    is_record: bool,
) -> Row:
    return Row(
        record=record_key(source_name, entry.object_id),
        key=entry_key(source_name, entry.object_id, entry.unit),
        units=units,
        number_key=_number_key(entry.number),
        facets=_facets(entry),
        periods=_periods(entry),
        day=day.toordinal() if (day := entry.listed_on or entry.date) else None,
        path=entry.url if is_record else "",
        fresh_day=entry.date.toordinal() if entry.date and entry.kind == Kind.NEWS else 0,
        ended_day=entry.ended_on.toordinal() if entry.ended_on else 0,
        texts=_texts(parts, is_named=is_record),
        held_start=entry.held_from.toordinal() if entry.held_from else FIRST_DAY,
        held_end=entry.held_until.toordinal() if entry.held_until else LAST_DAY,
        stored=_stored(source_name, entry),
    )


@lru_cache(maxsize=64)
def _number_key(number: str) -> str:
    """Return the key of a number; all passages of a document have the same."""
    return vietnamese.number_key(number) if number else ""


def _facets(entry: Entry) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {
        "kind": (str(entry.kind),),
        "type": (entry.type_code,),
        "agency": (entry.agency_code,),
        "field": entry.field_codes,
        "year": (str(entry.year or ""),),
    }
    return {name: tuple(code for code in codes if code) for name, codes in found.items()}


def _periods(entry: Entry) -> tuple[Period, ...]:
    """Return how long each status lasts; of a life with more changes than there is room for, the latest ones."""
    starts = [start.toordinal() if start else FIRST_DAY for start, _ in entry.statuses]
    ends = [*starts[1:], LAST_DAY]
    found = [
        Period(code, start, end)
        for (_, code), start, end in zip(entry.statuses, starts, ends, strict=False)
        if code and start < end
    ]
    return tuple(found[-len(STATUS_SLOTS) :])


def _texts(parts: dict[str, Words], *, is_named: bool) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {name: [] for name in TEXT_FIELDS}
    for name, count in ranking.PART_COUNTS.items():
        words = parts[name]
        if not words.folded:
            continue
        texts[FOLDED] += [words.folded] * count
        texts[WRITTEN] += [words.written] * count
        if pairs := words.pairs:
            texts[PAIRS] += [pairs] * count
        if is_named and name in {"title", "number"}:
            texts[NAMES].append(words.folded)
    return texts


def _stored(source_name: str, entry: Entry) -> dict[str, Any]:
    return {
        "source": source_name,
        "kind": str(entry.kind),
        "object_id": entry.object_id,
        "label": entry.label,
        "title": entry.title,
        "number": entry.number,
        "path": entry.url,
        "file": entry.file,
        "unit": entry.unit,
        "language": entry.language,
        "date": _iso(entry.date),
        "agency": entry.agency_code,
        "agency_name": entry.agency_name,
        "source_id": entry.source_id,
        "summary": entry.summary,
        "text": entry.whole_text[:STORED_TEXT],
        "parts": [
            [start, part.unit, part.file, _iso(part.begun_on)]
            for start, part in entry.part_starts()
            if start < STORED_TEXT
        ],
        "held_until": _iso(entry.held_until),
        "begun_on": _iso(entry.begun_on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def from_stored(stored: dict[str, Any]) -> dict[str, Any]:
    """Return what a row stored for display, with its types."""
    days = {name: read_day(stored[name]) for name in ("date", "held_until", "begun_on")}
    return stored | days | {"kind": Kind(stored["kind"])}


def read_day(text: str | None) -> date | None:
    """Return a stored day."""
    return date.fromisoformat(text) if text else None
