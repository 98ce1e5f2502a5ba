"""Dates as Vietnamese offices write them: 05/02/2026 and "ngày 05 tháng 02 năm 2026"."""

import re
from datetime import date

from search.letters import canonical, normalize

_LAST_PADDED_MONTH = 2


def format_date(value: date) -> str:
    """Return the date as 05/02/2026."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def format_long_date(value: date, nbsp: bool = False) -> str:
    """Return "ngày 05 tháng 02 năm 2026": a zero before days below 10 and before months 1 and 2 only.

    With ``nbsp`` the word and its number stay on one line. The rule is in Annex I of Decree 30/2020/NĐ-CP.
    """
    blank = "\xa0" if nbsp else " "
    month = f"{value.month:02d}" if value.month <= _LAST_PADDED_MONTH else str(value.month)
    return f"ngày{blank}{value.day:02d} tháng{blank}{month} năm{blank}{value.year:04d}"


_ISO = re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_SHORT = re.compile(
    r"(?P<day>[0-9]{1,2})\s*(?P<sign>[/.\-–])\s*(?P<month>[0-9]{1,2})\s*(?P=sign)\s*(?P<year>[12][0-9]{3})"
)
_LONG = re.compile(
    r"(?:[^\n,]{1,80},\s*)?(?:ngày\s+)?(?P<day>[0-9]{1,2})\s+tháng\s+(?P<month>[0-9]{1,2}),?\s+năm\s+(?P<year>[12][0-9]{3})"
)


def parse_date(text: str) -> date:
    """Return the date written as 07/7/2021, 7-7-2021, 7.7.2021, 2021-07-07 or "ngày 07 tháng 7 năm 2021".

    A place before the long form ("Đắk Nông, ngày …") is allowed. ValueError with a Vietnamese sentence otherwise.
    """
    shown = normalize(text).strip()[:60]
    value = canonical(text).strip().rstrip(".")
    match = _ISO.fullmatch(value) or _SHORT.fullmatch(value) or _LONG.fullmatch(value)
    if match is None:
        raise ValueError(f"“{shown}” không phải là ngày viết đúng cách, ví dụ 07/7/2021.")
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise ValueError(f"Ngày “{shown}” không có trong lịch.") from None
