"""Registries by which rooms plug into each other; a room registers itself in its `apps.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.contrib.sitemaps import Sitemap
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise

from portal.core.bench import Bench, Measure

T = TypeVar("T")
Text = str | Promise


class AlreadyRegistered(Exception):
    """Two rooms registered the same name: a mistake that must not pass in silence."""


class Registry(Generic[T]):
    """Named entries in the order of their `order`, then of registration."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries: dict[str, tuple[int, T]] = {}

    def register(self, name: str, entry: T, *, order: int = 100) -> None:
        """Add an entry; raise `AlreadyRegistered` for a name in use."""
        if name in self._entries:
            raise AlreadyRegistered(f"{self._what} {name!r} is registered already")
        self._entries[name] = (order, entry)

    def __getitem__(self, name: str) -> T:
        return self._entries[name][1]

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._entries, key=lambda name: self._entries[name][0]))

    def items(self) -> Iterator[tuple[str, T]]:
        """Return the entries with their names, in order."""
        return ((name, self._entries[name][1]) for name in self)


@dataclass(frozen=True, kw_only=True)
class HomeSection:
    """A section that a room offers to the home page."""

    template: str
    context: Callable[[HttpRequest], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """An entry of the main menu or of the footer; an address for programs has no language."""

    title: Text
    path: str
    has_languages: bool = True
    #: The language that the title is written in, where it is not the reader's.
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class ReferenceTable:
    """A code list with the file that fills it; `columns` maps a column of the file to a field of the model."""

    model: type[Model]
    path: Path
    title: Text
    columns: Mapping[str, str]
    key: tuple[str, ...] = ("code",)
    convert: Mapping[str, Callable[[str], Any]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SectionPage:
    """A page that a room needs directly below the home page, made with the site."""

    model: type[Model]
    title: str
    slug: str


@dataclass(frozen=True, kw_only=True)
class CountedRecords:
    """Records that the yearly activity report counts: each on its own day or moment, in one collection of the portal.

    All of them are of one `collection` (a code of `portal_collections.csv`), or `collection_field` leads to the code.
    Where several rooms count for one collection, their numbers add up.
    """

    #: The published records; called for every report.
    records: Callable[[], Any]
    #: The field of a day, or of a moment, which counts by the day in Viet Nam.
    moment: str
    collection: str = ""
    collection_field: str = ""


home_sections: Registry[HomeSection] = Registry("home section")
menu: Registry[MenuItem] = Registry("menu item")
#: Functions that return what a room has in the footer; called for every page, so without a query if possible.
footer: Registry[Callable[[], Iterable[MenuItem]]] = Registry("footer links")
reference_tables: Registry[ReferenceTable] = Registry("reference table")
sitemaps: Registry[type[Sitemap]] = Registry("sitemap")
#: Functions that say whether a service answers, or raise; told by `/readyz` beside the database.
health_checks: Registry[Callable[[], None]] = Registry("health check")
section_pages: Registry[SectionPage] = Registry("section page")
#: Records that authors write and approvers publish; code lists are known from `reference_tables`.
editable_models: Registry[type[Model]] = Registry("editable model")
#: What the yearly activity report counts.
counted_records: Registry[CountedRecords] = Registry("counted records")
#: What `manage.py bench` measures; later ones find what earlier ones stored in the bench's site.
benchmarks: Registry[Callable[[Bench], Iterable[Measure]]] = Registry("benchmark")
