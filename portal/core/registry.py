"""Registries by which rooms plug into each other; a room registers itself in its `apps.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib.sitemaps import Sitemap
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from portal.core.bench import Bench, Measure

if TYPE_CHECKING:
    # Its module checks contents with a library of models, which are not loaded yet where rooms register.
    from portal.core.mailbox.files import MailFile

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
class FootNote:
    """What a room says at the foot of a public page: a link, or with `is_notice` a sentence that stands out."""

    title: Text
    url: str
    icon: str = ""
    is_notice: bool = False


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
class PrivateForm:
    """A form that takes private data: how long it is kept, and what the room stores beside it."""

    title: Text
    retention_days: int
    #: Returns, for ids of private contacts, what the room stores of each person, ready for JSON.
    describe: Callable[[Sequence[int]], Mapping[int, Any]]
    #: Removes what of these people the room shows or keeps itself, such as a name.
    forget: Callable[[Sequence[int]], None]
    #: Whether the office may set another period; not where the room itself renews it, as for who follows something.
    is_settable: bool = True


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


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A mail that somebody sent to the address of a case: what he wrote, without the mail that he answers."""

    #: The case, as it was given to `reply_address`.
    key: int
    #: Private: an address of the sender, which anybody can write into a mail.
    sender: str
    subject: str
    text: str
    #: Files whose content is what their name says; `upload()` makes of one what a form would have brought.
    files: Sequence[MailFile]
    #: Sentences on what was not taken: files of other kinds, the end of a long text.
    notes: Sequence[str]


class ReplyRefused(Exception):
    """The case of a reply takes no mail: closed, withdrawn, gone; `tell` writes to whom the case is known by why."""

    def __init__(self, reason: str = "", *, tell: Callable[[], None] | None = None) -> None:
        super().__init__(reason)
        self.tell = tell


@dataclass(frozen=True, kw_only=True)
class DumpedTable:
    """A table of the bulk downloads: the public rows of a model, with its public columns.

    A row is public when it is among `rows` and everything that it must belong to is public too; a link to something
    that is not public is left out. The columns are those of the model, without what only editors see.
    """

    name: str
    model: type[Model]
    #: The public rows; without it, those whose required links lead to public rows.
    rows: Callable[[], QuerySet[Any]] | None = None
    leave_out: frozenset[str] = frozenset()
    #: Columns whose public value is another one than the stored one, with what they are made of.
    publish: Mapping[str, Callable[[Mapping[str, Any]], Any]] = field(default_factory=dict)
    #: Columns that are public for some rows only, with the condition; elsewhere they are empty.
    only_if: Mapping[str, Q] = field(default_factory=dict)
    #: Values of columns that are not public, for a portal that is made anew from the table.
    fill: Mapping[str, Callable[[], Any]] = field(default_factory=dict)
    #: A new portal has rows of its own, which those of the table take the place of.
    replaces: bool = False
    #: Makes room for the rows, where deleting those of a new portal is not enough; raises `ValueError` if it cannot.
    prepare: Callable[[], None] | None = None
    #: Links of this table that make a file or an image public.
    shows: tuple[str, ...] = ()
    #: Stores rows by column, where saving them one by one is not enough (pages of the tree).
    insert: Callable[[Sequence[dict[str, Any]]], None] | None = None
    #: The folder below `DATA_DIR` that holds what a row stands for.
    folder: Callable[[Mapping[str, Any]], Path] | None = None
    #: Ends the making of a portal from the table.
    finish: Callable[[], None] | None = None


@dataclass(frozen=True, kw_only=True)
class Collection:
    """What is published as one list and downloaded as one: its page, its endpoint in the API and its tables.

    The first table holds one row for each record of the list.
    """

    title: Text
    tables: Sequence[DumpedTable]
    #: The page of the list, "" for what has none; feeds stand below it.
    path: str = ""
    #: The endpoint below `/api/v1/`.
    endpoint: str = ""
    has_feeds: bool = False
    #: The column of the first table that tells when a record changed; the list changed with the newest.
    changed_at: str = "updated_at"
    #: The list speaks every language of the site; its records' own pages are another matter.
    has_languages: bool = True


@dataclass(frozen=True)
class Duty:
    """One kind of background work; `step` does a part of it and says whether more waits."""

    name: str
    every: float
    step: Callable[[], int | bool]


#: Given texts and the day on which they were written, returns for each the places to link: (start, end, address).
TextLinker = Callable[[list[str], date | None], list[list[tuple[int, int, str]]]]

home_sections: Registry[HomeSection] = Registry("home section")
menu: Registry[MenuItem] = Registry("menu item")
#: Functions that return what a room has in the footer; called for every page, so without a query if possible.
footer: Registry[Callable[[], Iterable[MenuItem]]] = Registry("footer links")
#: Functions that return what a room has at the foot of a public page; called for every page, so without a query.
page_foot: Registry[Callable[[HttpRequest], Iterable[FootNote]]] = Registry("foot note")
reference_tables: Registry[ReferenceTable] = Registry("reference table")
sitemaps: Registry[type[Sitemap]] = Registry("sitemap")
#: Functions that say whether a service answers, or raise; told by `/readyz` beside the database.
health_checks: Registry[Callable[[], None]] = Registry("health check")
section_pages: Registry[SectionPage] = Registry("section page")
#: Records that authors write and approvers publish; code lists are known from `reference_tables`.
editable_models: Registry[type[Model]] = Registry("editable model")
#: What the yearly activity report counts.
counted_records: Registry[CountedRecords] = Registry("counted records")
#: Lists that editors keep the way they keep code lists, and that are no reference tables.
desk_lists: Registry[type[Model]] = Registry("desk list")
#: Rooms that link what running text names (news, answers, plain pages); the first that knows a place has it.
text_linkers: Registry[TextLinker] = Registry("text linker")
#: Functions told, in the writer's own transaction, which records of a kind an import stored as published.
import_listeners: Registry[Callable[[str, Iterable[int]], None]] = Registry("import listener")


def imported(kind: str, ids: Iterable[int]) -> None:
    """Tell every listener which records of a kind an import stored."""
    keys = list(ids)
    for _name, listener in import_listeners.items():
        listener(kind, keys)


#: Rooms whose cases are answered by mail, by the first part of the code in their addresses (letters a to z, at most 8).
#: Called once for each reply, in one transaction with the note that it was taken; may raise `ReplyRefused`.
reply_handlers: Registry[Callable[[Reply], None]] = Registry("reply handler")
#: What can be downloaded in bulk, in an order in which what is linked to comes first.
collections: Registry[Collection] = Registry("collection")
#: What the worker does besides its own.
duties: Registry[Duty] = Registry("duty")
#: What `manage.py bench` measures; later ones find what earlier ones stored in the bench's site.
benchmarks: Registry[Callable[[Bench], Iterable[Measure]]] = Registry("benchmark")
#: Forms of the public that take private data.
private_forms: Registry[PrivateForm] = Registry("private form")
#: What the groups may do beside records and code lists: group names with `app_label.codename`s.
group_permissions: Registry[Mapping[str, Sequence[str]]] = Registry("group permissions")
