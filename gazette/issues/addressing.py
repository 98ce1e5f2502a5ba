"""Addresses of issues: `/cong-bao/<year>/<slug>/`.

The slug is the number without leading zeros, a range with a hyphen ("47", "44-45"), followed by the part where an
issue is one of several of its number. An issue without a number takes its wording or its identifier at the source.

The bare number belongs to the issue that had it first. A later one with the same number and year comes from another
province (numbers of one province cannot overlap) and adds the name of its province: "47-son-la". So an address, once
given, is never taken away from its issue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count

from gazette.issues.numbering import IssueNumber
from search import vietnamese

SLUG_LENGTH = 120
_BASE_LENGTH = 80
_PLACE_LENGTH = 30


def address_base(number: IssueNumber | None, *, text: str = "", part: str = "", source_id: str = "") -> str:
    """Return the slug that an issue has when no other issue claims it."""
    words = number.slug if number else vietnamese.slugify(text or source_id, _BASE_LENGTH) or "khong-so"
    return f"{words}-{vietnamese.slugify(part)}"[:_BASE_LENGTH].strip("-") if part else words


def choose_address(base: str, province: str, *, present: str, is_taken: Callable[[str], bool]) -> str:
    """Return the present slug while it still says what the issue is, otherwise the first free one."""
    place = vietnamese.slugify(province, _PLACE_LENGTH)
    if re.fullmatch(rf"{re.escape(base)}(?:-{re.escape(place)})?(?:--\d+)?", present):
        return present
    return next(option for option in _options(base, place) if not is_taken(option))


def _options(base: str, place: str) -> Iterator[str]:
    yield base
    if place:
        yield f"{base}-{place}"
    for number in count(2):
        yield f"{base}--{number}"
