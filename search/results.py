"""What an engine answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString

from search.enums import Kind


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One result."""

    kind: Kind
    object_id: str
    title: str
    path: str
    number: str
    date: date | None
    agency: str
    source_id: str | None
    unit: str
    language: str
    #: The best passages, escaped, with `<mark>` around what was found.
    highlights: tuple[SafeString, ...]

    @property
    def url(self) -> str:
        """Path of the hit within the site, down to the part that was found."""
        return f"{self.path}#{self.unit}" if self.unit else self.path


@dataclass(frozen=True, kw_only=True)
class FacetOption:
    """A value of a facet and how many hits have it."""

    code: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The hits of one page, how many there are in all, and the counts of each facet."""

    count: int
    hits: tuple[Hit, ...]
    engine: str
    took_ms: int
    facets: dict[str, tuple[FacetOption, ...]] = field(default_factory=dict)
