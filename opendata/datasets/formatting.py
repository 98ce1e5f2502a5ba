"""Values as readers write them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opendata.datasets.enums import ColumnType
from search import vietnamese


def number_in_words(value: float, *, short: bool = False) -> str:
    """Return a number in the reader's language, with the digits that matter."""
    if value == int(value) and abs(value) < 1e15:
        decimals = 0
    elif short:
        decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 3
    else:
        decimals = 0 if abs(value) >= 10_000 else 2 if abs(value) >= 1 else 4
    if short and abs(value) >= 1_000_000:
        for size, name in ((1e12, _("nghìn tỷ")), (1e9, _("tỷ")), (1e6, _("triệu"))):
            if abs(value) >= size:
                scaled = value / size
                return f"{_number(scaled, 0 if scaled == int(scaled) else 1)} {name}"
    return _number(value, decimals)


def _number(value: float, decimals: int) -> str:
    if get_language() == "en":
        return f"{value:,.{decimals}f}"
    return vietnamese.format_number(value, decimals)


def cell_in_words(value: Any, column: dict[str, Any], *, is_year: bool = False) -> str:
    """Return a cell of a table for a reader; a year and a code have no points."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("đúng") if value else _("sai")
    if column["type"] in {ColumnType.INTEGER, ColumnType.NUMBER} and not is_year:
        if isinstance(value, int):
            return _number(value, 0)
        # All digits that the table has: it is the figure itself, not a summary of it.
        text = repr(float(value))
        if "e" in text or "n" in text:
            return text
        fraction = text.partition(".")[2]
        return _number(value, 0 if fraction == "0" else len(fraction))
    if column["type"] == ColumnType.DATETIME:
        return str(value).replace("T", " ")
    return str(value)
