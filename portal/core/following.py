"""What people may follow: each room says which of its addresses can be followed and what changed there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict

from portal.core.links import localized_path
from portal.core.registry import Registry

_LONGEST_ADDRESS = 1000


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something new at an address that people follow."""

    #: What makes this change another one than those told before.
    key: str
    title: str
    #: Path within the site, without a language.
    path: str
    at: datetime
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Followed:
    """An address that can be followed, in the one spelling of it."""

    address: str
    title: str
    #: The newest changes, and as many of the older ones as can still turn up late.
    changes: Callable[[], Iterable[Change]]
    #: The room's own feed of the same, without the name of a format; empty where it has none.
    feed: str = ""


@dataclass(frozen=True, kw_only=True)
class Followable:
    """A kind of address that can be followed."""

    #: The whole path, in Vietnamese.
    pattern: re.Pattern[str]
    #: Returns what is followed, None where the address shows nothing to the public or its filters are wrong.
    find: Callable[[re.Match[str], QueryDict], Followed | None]


followables: Registry[Followable] = Registry("followable")


def may_follow(path: str) -> bool:
    """Whether a path is of a kind that can be followed (no query)."""
    bare = localized_path(path, "vi")
    return any(kind.pattern.fullmatch(bare) for _name, kind in followables.items())


def find(address: str) -> Followed | None:
    """Return what stands at an address of this site, None where nothing can be followed."""
    if len(address) > _LONGEST_ADDRESS or not address.startswith("/") or address.startswith("//"):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path, query = localized_path(parts.path, "vi"), QueryDict(parts.query)
    for _name, kind in followables.items():
        if match := kind.pattern.fullmatch(path):
            return kind.find(match, query)
    return None


def with_filters(path: str, query: QueryDict, known: Iterable[str]) -> str:
    """Return a path with those parameters that are filters, in one order: the one spelling of an address."""
    names = set(known)
    pairs = sorted(
        {(name, value) for name, values in query.lists() for value in values if value and name in names}
    )
    return f"{path}?{urlencode(pairs)}" if pairs else path
