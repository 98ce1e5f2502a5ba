"""What one cell of a table may be: numbers as Vietnamese and as English offices write them, days, marks for no value.

"1.555" alone can be read in two ways; a cell says so (`DOT` and `COMMA`), and its column decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, auto

from search import vietnamese

#: What a workbook gives for a cell; text files give text only.
Cell = str | int | float | bool | date | datetime | time | None


class Kind(Enum):
    """What a cell is."""

    EMPTY = auto()
    MISSING = auto()  # a mark for "no value", where its column is one of numbers or days
    INTEGER = auto()
    NUMBER = auto()
    VIETNAMESE = auto()  # certainly Vietnamese: 6,55 or 1.234.567
    ENGLISH = auto()  # certainly English: 6.55 or 1,234,567
    DOT = auto()  # 1.555: thousands in Vietnamese, a fraction in English
    COMMA = auto()  # 1,555: a fraction in Vietnamese, thousands in English
    CODE = auto()  # digits that are a name: 007
    DAY = auto()
    DAY_FIRST = auto()  # 25/12/2021
    MONTH_FIRST = auto()  # 12/25/2021
    DAY_OR_MONTH = auto()  # 05/12/2021
    MOMENT = auto()
    BOOLEAN = auto()
    TEXT = auto()


NUMERIC = {Kind.INTEGER, Kind.NUMBER, Kind.VIETNAMESE, Kind.ENGLISH, Kind.DOT, Kind.COMMA}
DAYS = {Kind.DAY, Kind.DAY_FIRST, Kind.MONTH_FIRST, Kind.DAY_OR_MONTH}
VOID = {Kind.EMPTY, Kind.MISSING}


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell as it was read: its kind, its text without what surrounds it, and what was taken off."""

    kind: Kind
    text: str
    is_percent: bool = False
    #: "Prel." of "Prel. 2016", "hơn" of "hơn 13.593".
    qualifier: str = ""


_MISSING = frozenset(["..", "...", "…", "-", "–", "—", "n/a", "na", "nan", "null", "none", "#n/a", ":", "."])
_SIGN = r"[+\-−–]?"
_INTEGER = re.compile(rf"{_SIGN}(?:0|[1-9][0-9]{{0,17}})")
_CODE = re.compile(r"0[0-9]+|[1-9][0-9]{18,}")
_DOT = re.compile(rf"{_SIGN}[1-9][0-9]{{0,2}}\.[0-9]{{3}}")
_COMMA = re.compile(rf"{_SIGN}[1-9][0-9]{{0,2}},[0-9]{{3}}")
_VIETNAMESE = re.compile(
    rf"{_SIGN}(?:[0-9]+,[0-9]+|[1-9][0-9]{{0,2}}(?:[. ][0-9]{{3}})+,[0-9]+|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}}){{2,}})"
)
_ENGLISH = re.compile(
    rf"{_SIGN}(?:[0-9]*\.[0-9]+|[0-9]+\.|[1-9][0-9]{{0,2}}(?:[, ][0-9]{{3}})+\.[0-9]+"
    rf"|[1-9][0-9]{{0,2}}(?:,[0-9]{{3}}){{2,}})"
)
_BLANK_GROUPS = re.compile(rf"{_SIGN}[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+")
_SCIENTIFIC = re.compile(rf"{_SIGN}[0-9]+(?:\.[0-9]+)?[eE][+\-]?[0-9]{{1,3}}")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SLASHED = re.compile(r"([0-9]{1,2})([/.\-])([0-9]{1,2})\2([0-9]{4})")
_MOMENT = re.compile(r"(.{8,10})[T ]([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)")
_QUALIFIED = re.compile(
    r"(?P<before>prel\.?|sơ bộ|ước tính|ước|est\.?|dự kiến|trên|hơn|khoảng|gần|dưới|xấp xỉ|~|≈|≥|≤|>|<)"
    r"\s*:?\s*(?P<after_word>[+\-−0-9].*)|(?P<first>[+\-−0-9][^()*]*?)\s*"
    r"(?P<behind>\*{1,3}|\((?:prel\.?|sơ bộ|ước tính|ước|est\.?|p|e)\))",
    re.IGNORECASE,
)


def read_cell(cell: Cell) -> Reading:
    """Return what a cell is."""
    if cell is None:
        return Reading(Kind.EMPTY, "")
    if isinstance(cell, str):
        return _read_text(cell)
    if isinstance(cell, bool):
        return Reading(Kind.BOOLEAN, "true" if cell else "false")
    if isinstance(cell, int):
        return Reading(Kind.INTEGER, str(cell)) if abs(cell) < 10**18 else Reading(Kind.CODE, str(cell))
    if isinstance(cell, float):
        return _read_float(cell)
    if isinstance(cell, datetime):
        return Reading(Kind.MOMENT, cell.isoformat())
    if isinstance(cell, date):
        return Reading(Kind.DAY, cell.isoformat())
    return Reading(Kind.TEXT, str(cell))


def _read_float(cell: float) -> Reading:
    if cell != cell or cell in {float("inf"), float("-inf")}:
        return Reading(Kind.MISSING, "")
    if cell.is_integer() and abs(cell) < 10**15:
        return Reading(Kind.INTEGER, str(int(cell)))
    return Reading(Kind.NUMBER, repr(cell))


def _read_text(cell: str) -> Reading:
    text = vietnamese.normalize(cell).strip()
    if not text:
        return Reading(Kind.EMPTY, "")
    if text.casefold() in _MISSING:
        return Reading(Kind.MISSING, text)
    if text[-1] == "%" and (number := _read_number(text[:-1].rstrip())) is not None:
        return Reading(number, text[:-1].rstrip(), is_percent=True)
    if (number := _read_number(text)) is not None:
        return Reading(number, text)
    if text.casefold() in {"true", "false"}:
        return Reading(Kind.BOOLEAN, text.casefold())
    if (day := _read_day(text)) is not None:
        return day
    if (match := _MOMENT.fullmatch(text)) and (day := _read_day(match[1].strip())) is not None:
        return (
            Reading(Kind.MOMENT, f"{day.text} {match[2]}") if _is_time(match[2]) else Reading(Kind.TEXT, text)
        )
    if match := _QUALIFIED.fullmatch(text):
        inner = _read_text(match["after_word"] or match["first"])
        if inner.kind in NUMERIC and not inner.qualifier:
            qualifier = match["before"] or match["behind"].strip("()")
            return Reading(inner.kind, inner.text, inner.is_percent, qualifier)
    return Reading(Kind.TEXT, text)


def _read_number(text: str) -> Kind | None:
    # The commonest first: this runs for every cell of a file.
    if _INTEGER.fullmatch(text):
        return Kind.INTEGER
    if not text or text[-1] not in "0123456789.":
        return None
    if _CODE.fullmatch(text):
        return Kind.CODE
    if _DOT.fullmatch(text):
        return Kind.DOT
    if _COMMA.fullmatch(text):
        return Kind.COMMA
    if _VIETNAMESE.fullmatch(text):
        return Kind.VIETNAMESE
    if _ENGLISH.fullmatch(text) or _SCIENTIFIC.fullmatch(text):
        return Kind.ENGLISH
    if _BLANK_GROUPS.fullmatch(text):
        return Kind.INTEGER
    return None


def _read_day(text: str) -> Reading | None:
    if match := _ISO_DAY.fullmatch(text):
        return _day(Kind.DAY, int(match[1]), int(match[2]), int(match[3]))
    if not (match := _SLASHED.fullmatch(text)):
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if first > 12:
        return _day(Kind.DAY_FIRST, year, second, first)
    if second > 12:
        return _day(Kind.MONTH_FIRST, year, first, second)
    return _day(Kind.DAY_OR_MONTH, year, second, first)


def _day(kind: Kind, year: int, month: int, day: int) -> Reading | None:
    try:
        return Reading(kind, date(year, month, day).isoformat())
    except ValueError:
        return None


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text.zfill(5) if text.index(":") == 2 else f"0{text}")
    except ValueError:
        return False
    return True
