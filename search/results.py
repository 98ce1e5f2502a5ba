"""What an engine answers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from search.enums import Kind


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One result."""

    kind: Kind
    #: Name of the search source.
    source: str
    object_id: str
    title: str
    path: str
    #: Path of the file that was found in, where that is not the page.
    file: str
    number: str
    date: datetime.date | None
    #: Code and name of who is responsible.
    agency: str
    agency_name: str
    source_id: str | None
    #: Id of the element, on the record's page, that was found; empty for the record as a whole.
    unit: str
    language: str
    #: The best passages, escaped, with `<mark>` around what was found.
    highlights: tuple[SafeString, ...]
    #: The first day on which it no longer read as it was found; None for the present wording.
    held_until: datetime.date | None = None
    #: The day before which what was found is known to have read otherwise.
    begun_on: datetime.date | None = None
    #: The day that was asked for.
    as_of: datetime.date | None = None
    #: Whether editors put it first.
    is_pinned: bool = False

    @property
    def url(self) -> str:
        """Path of the hit within the site, down to the part that was found."""
        page = self.file or self.path
        if self.as_of and self.kind == Kind.DOCUMENT and not self.file:
            page = f"{page}?as_of={self.as_of.isoformat()}"
        return f"{page}#{self.unit}" if self.unit else page

    @property
    def is_later(self) -> bool:
        """Whether what was found read otherwise on the day asked for, nobody knows how."""
        return bool(self.as_of and self.begun_on and self.as_of < self.begun_on)

    @property
    def anchor(self) -> str | None:
        """Id of the element on the record's page that was found."""
        return self.unit if self.unit and not self.file else None


@dataclass(frozen=True, kw_only=True)
class FacetOption:
    """A value of a facet and how many hits have it."""

    code: str
    count: int


def facet_options(counts: Mapping[str, int]) -> tuple[FacetOption, ...]:
    """Return the options of a facet, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetOption(code=code, count=count) for code, count in ordered if count)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The hits of one page, how many there are in all, and the counts of each facet."""

    count: int
    hits: tuple[Hit, ...]
    engine: str
    took_ms: int
    #: What the reader may have meant.
    suggestion: str | None = None
    facets: dict[str, tuple[FacetOption, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A record whose title or number begins with what was typed."""

    kind: Kind
    title: str
    number: str
    path: str
    source_id: str | None
