"""The lines of a gazettes file, checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from gazette.issues.models.issues import FIRST_YEAR, LAST_YEAR
from gazette.issues.numbering import IssueNumber, parse_issue_number
from portal.core.importing import (
    Rejected,
    clean_day,
    clean_id,
    clean_line,
    clean_plain,
    clean_strings,
    clean_url,
)

GAZETTE_FIELDS = frozenset(
    {
        "contents", "date", "id", "issue", "note", "numbers", "part", "province", "source", "source_url", "title",
        "unid", "year",
    }
)  # fmt: skip
_LARGEST_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """An entry of the contents, clean."""

    section: str
    issuer: str
    issued_on: date | None
    type_text: str
    number: str
    title: str
    page_from: int | None
    page_to: int | None
    source_files: list[str]


@dataclass(frozen=True, slots=True)
class GazetteRecord:
    """An issue's line, clean; an issue without a number has at least contents or a day."""

    source_id: str
    digest: str
    province: str
    issue_number: str
    number: IssueNumber | None
    part: str
    year: int
    published_on: date | None
    title: str
    note: str
    source_reference: str
    source_name: str
    source_url: str
    entries: list[EntryRecord] = field(default_factory=list)


def check_gazette(raw: dict[str, Any], digest: str) -> GazetteRecord:
    """Return the clean record of an issue or raise `Rejected`."""
    published_on = clean_day(raw, "date")
    text, number = _number(raw)
    entries = _entries(raw)
    if not text and not entries and published_on is None:
        raise Rejected("issue: không có số, ngày hay mục lục. (Neither number nor date nor contents.)")
    return GazetteRecord(
        source_id=clean_id(raw),
        digest=digest,
        province=clean_line(raw, "province", max_length=60),
        issue_number=text,
        number=number,
        part=clean_line(raw, "part", max_length=60),
        year=_year(raw, published_on),
        published_on=published_on,
        title=clean_line(raw, "title"),
        note=clean_plain(raw, "note"),
        source_reference=clean_line(raw, "unid", max_length=64),
        source_name=clean_line(raw, "source"),
        source_url=clean_url(raw, "source_url"),
        entries=entries,
    )


def _number(raw: dict[str, Any]) -> tuple[str, IssueNumber | None]:
    """Return the number as printed and what it means; `numbers` must say the same, and stands in for a lacking text."""
    text = clean_line(raw, "issue", max_length=60)
    numbers = raw.get("numbers") or []
    if not isinstance(numbers, list) or not all(type(number) is int and number > 0 for number in numbers):
        raise Rejected(
            "numbers: phải là một danh sách số nguyên dương. (Must be a list of positive integers.)"
        )
    text = text or " + ".join(str(number) for number in numbers)
    if len(text) > 60:
        raise Rejected("numbers: quá nhiều số. (Too many numbers.)")
    try:
        number = parse_issue_number(text) if text else None
    except ValidationError as error:
        raise Rejected(f"issue: {error.messages[0]} (Not a number or a range of numbers.)") from error
    if numbers and (number is None or (number.first, number.last) != (min(numbers), max(numbers))):
        raise Rejected(f"numbers: không khớp với issue “{text}”. (Differs from the issue's number.)")
    return text, number


def _year(raw: dict[str, Any], published_on: date | None) -> int:
    text = clean_line(raw, "year", max_length=20)
    if not text and published_on is not None:
        return published_on.year
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise Rejected(f"year: phải là năm từ {FIRST_YEAR} đến {LAST_YEAR}. (Must be a year.)")
    return int(text)


def _entries(raw: dict[str, Any]) -> list[EntryRecord]:
    contents = raw.get("contents") or []
    if not isinstance(contents, list) or not all(isinstance(item, dict) for item in contents):
        raise Rejected("contents: phải là một danh sách đối tượng. (Must be a list of objects.)")
    entries = []
    for position, item in enumerate(contents):
        try:
            entries.append(_entry(item))
        except Rejected as reason:
            raise Rejected(f"contents[{position}].{reason}") from reason
    return entries


def _entry(item: dict[str, Any]) -> EntryRecord:
    number, title = clean_line(item, "number", max_length=120), clean_plain(item, "title", max_length=5000)
    if not number and not title:
        raise Rejected("number: thiếu cả số, ký hiệu lẫn trích yếu. (Neither number nor title.)")
    page_from, page_to = _page(item, "page_from"), _page(item, "page_to")
    if page_to is not None and (page_from is None or page_to < page_from):
        raise Rejected("page_to: trang cuối không được trước trang đầu. (Ends before it begins.)")
    return EntryRecord(
        section=clean_line(item, "part"),
        issuer=clean_line(item, "issuer", max_length=2000),
        issued_on=clean_day(item, "date"),
        type_text=clean_line(item, "type"),
        number=number,
        title=title,
        page_from=page_from,
        page_to=page_to,
        source_files=clean_strings(item, "files", max_length=2000),
    )


def _page(item: dict[str, Any], name: str) -> int | None:
    text = clean_line(item, name, max_length=20)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) < _LARGEST_PAGE):
        raise Rejected(f"{name}: phải là số trang. (Must be a page number.)")
    return int(text)
