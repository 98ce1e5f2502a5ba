"""What a field of an import file may hold; each function returns the clean value or raises `Rejected`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from search import vietnamese

_HO_CHI_MINH = ZoneInfo("Asia/Ho_Chi_Minh")

#: A moment outside of these is a slip of the pen, and near the ends of the calendar no database could read it back.
_YEARS = range(1900, 2201)

_ELEMENTS = (
    "a|abbr|address|article|aside|audio|b|base|big|blockquote|body|br|button|canvas|center|code|dd|del|details|div|dl|dt"
    "|em|embed|fieldset|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li"
    "|link|main|map|mark|math|meta|nav|noscript|object|ol|option|p|param|picture|pre|s|script|section|select|small|source"
    "|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|u|ul|video|o:p"
)
#: Attributes that stand without a value; other words after a name make a sentence ("nếu a<b và b>c"), no element.
_FLAGS = (
    "allowfullscreen|async|autofocus|autoplay|checked|compact|controls|default|defer|disabled|formnovalidate|hidden"
    "|inert|ismap|itemscope|loop|multiple|muted|nomodule|noshade|novalidate|nowrap|open|playsinline|readonly|required"
    "|reversed|selected"
)
#: An HTML element or comment. Other angle brackets ("<Tên cơ quan thuế>", "a < b") are text.
_HTML = re.compile(
    rf"<(?:/?(?:{_ELEMENTS})(?:[\s/]+(?:{_FLAGS}))*(?:[\s/]*>|[\s/][^<>=]*=[^<>]*>)|!--|!doctype\b|\?xml\b)",
    re.IGNORECASE,
)


class Rejected(Exception):
    """A line that is not taken in; its text is the sentence that says why, with the field's name."""


def clean_plain(raw: Mapping[str, Any], name: str, *, required: bool = False, max_length: int = 0) -> str:
    """Return a plain text field normalised and stripped, "" when absent.

    Raises `Rejected` for another type, a broken encoding, HTML, or more than `max_length` characters.
    """
    value = raw.get(name)
    if value is None or value == "":
        if required:
            raise Rejected(f"{name}: thiếu giá trị bắt buộc. (A value is required.)")
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Rejected(f"{name}: phải là một chuỗi ký tự. (Must be a text.)")
    text = vietnamese.normalize(str(value)).strip()
    if problem := vietnamese.broken_encoding(text):
        raise Rejected(f"{name}: {problem}")
    if "<" in text and (element := _HTML.search(text)):
        raise Rejected(
            f"{name}: không nhận thẻ HTML ({element[0][:40]}); hãy gửi văn bản thuần. (No HTML in a plain field.)"
        )
    if max_length and len(text) > max_length:
        raise Rejected(f"{name}: dài {len(text)} ký tự, tối đa {max_length}. (Too long.)")
    if required and not text:
        raise Rejected(f"{name}: thiếu giá trị bắt buộc. (A value is required.)")
    return text


def clean_line(raw: Mapping[str, Any], name: str, *, required: bool = False, max_length: int = 255) -> str:
    """Return a plain text of one line: white space of any kind becomes one blank."""
    return " ".join(clean_plain(raw, name, required=required, max_length=max_length).split())


def clean_id(raw: Mapping[str, Any]) -> str:
    """Return the record's identifier, at most 200 characters."""
    return clean_line(raw, "id", required=True, max_length=200)


def clean_url(raw: Mapping[str, Any], name: str) -> str:
    """Return a web address, "" when absent."""
    value = clean_line(raw, name, max_length=2000)
    try:
        is_web = not value or (urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).hostname))
    except ValueError:
        is_web = False
    if not is_web:
        raise Rejected(f"{name}: phải là địa chỉ http hoặc https. (Must be a web address.)")
    return value


def clean_day(raw: Mapping[str, Any], name: str) -> date | None:
    """Return a day (ISO 8601 or Vietnamese notation), None when absent."""
    value = clean_line(raw, name, max_length=40)
    if not value:
        return None
    try:
        # Nearly every day is written in ISO 8601, which the standard library reads faster than any rule of ours.
        day = date.fromisoformat(value) if len(value) == 10 else _day_of(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        try:
            day = vietnamese.parse_date(value)
        except ValueError as error:
            raise Rejected(f"{name}: {error}") from error
    if day.year not in _YEARS:
        raise Rejected(
            f"{name}: năm {day.year} nằm ngoài {_YEARS[0]}–{_YEARS[-1]}. (The year is out of range.)"
        )
    return day


def _day_of(moment: datetime) -> date:
    """Return the day that a moment falls on in Vietnam; in UTC its midnight is 17:00 of the day before."""
    return (moment.astimezone(_HO_CHI_MINH) if moment.tzinfo else moment).date()


def clean_moment(raw: Mapping[str, Any], name: str) -> datetime | None:
    """Return an instant (ISO 8601; without a zone it is Asia/Ho_Chi_Minh), None when absent."""
    value = clean_line(raw, name, max_length=40)
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        if "T" in value or ":" in value:
            raise Rejected(f"{name}: ngày giờ không hợp lệ. (Not a date and time.)") from error
        moment = datetime.combine(cast(date, clean_day(raw, name)), time.min, _HO_CHI_MINH)
    try:
        moment = moment if moment.tzinfo else moment.replace(tzinfo=_HO_CHI_MINH)
        if moment.year not in _YEARS:
            raise ValueError(moment)
        return moment
    except (ValueError, OverflowError) as error:
        raise Rejected(f"{name}: ngày giờ không hợp lệ. (Not a date and time.)") from error


def clean_strings(raw: Mapping[str, Any], name: str, *, max_length: int = 255) -> list[str]:
    """Return a list of one-line texts without repetitions; one text alone counts as a list of one."""
    value = raw.get(name)
    if value is None or value == "":
        return []
    items = value if isinstance(value, list) else [value]
    cleaned = (clean_line({name: item}, name, max_length=max_length) for item in items)
    return list(dict.fromkeys(item for item in cleaned if item))
