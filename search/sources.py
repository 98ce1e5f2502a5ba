"""What other rooms implement so that their records can be found.

A room writes `search_sources.py` with a `SearchSource` and registers it in its `apps.ready()`:

    registry.register(NewsSource())

From then on saving or deleting a record of `model` notes it in the outbox by itself; code that writes past
`save()` (bulk writers, `QuerySet.update`) calls `outbox.enqueue_many(source.name, ids)` in its own transaction.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet

from search.enums import Kind

M = TypeVar("M", bound=Model)

#: So many characters of a passage tell where it stands in the text of the whole.
_RECOGNISED = 120
#: Of a record that changed more often, only the latest states are found by their day.
MOST_EARLIER = 12


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A part of a record that can be linked: an article, a section, a page of a file."""

    #: Id of the HTML element on the record's page that shows this part.
    unit: str
    title: str
    text: str
    #: What it is called apart from its title, such as "Điều 5."; shown and found, but without meaning of its own.
    label: str = ""
    #: Path of the file that holds it, where that is not the record's page.
    file: str = ""
    #: The `id` in the file that the part was imported from.
    source_id: str | None = None
    #: The first day of this wording and that of the next one; None: ever since, for ever.
    held_from: datetime.date | None = None
    held_until: datetime.date | None = None
    #: The day before which it is known to have read otherwise, though nobody knows how.
    begun_on: datetime.date | None = None

    def held_on(self, day: datetime.date) -> bool:
        """Whether it read so on a day."""
        begun = self.held_from is None or self.held_from <= day
        return begun and (self.held_until is None or day < self.held_until)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the index knows about one record, or about one linkable part of it."""

    kind: Kind
    object_id: str
    title: str
    #: Path within the site, without a language.
    url: str
    #: Id of the HTML element on the record's page that shows this part; empty for the record as a whole.
    unit: str = ""
    #: What a part is called apart from its title.
    label: str = ""
    #: Path of the file that holds a part, where that is not the record's page.
    file: str = ""
    number: str = ""
    summary: str = ""
    #: With passages it may stay empty: it is then theirs.
    text: str = ""
    passages: tuple[Passage, ...] = ()
    #: How passages read before, with their days; found by who asks for a day of then.
    earlier: tuple[Passage, ...] = ()
    held_from: datetime.date | None = None
    held_until: datetime.date | None = None
    begun_on: datetime.date | None = None
    date: datetime.date | None = None
    #: The day by which lists order and limit it, where that is another than `date`.
    listed_on: datetime.date | None = None
    agency_code: str = ""
    agency_name: str = ""
    type_code: str = ""
    field_codes: tuple[str, ...] = ()
    #: Codes by their first day (None: ever since), each until the next; what holds is known on every day.
    statuses: tuple[tuple[datetime.date | None, str], ...] = ()
    #: The first day on which it is no longer in force; it then ranks below what is.
    ended_on: datetime.date | None = None
    #: The `id` in the file that the record was imported from.
    source_id: str | None = None
    language: str = "vi"

    @property
    def year(self) -> int | None:
        """The year of the entry's date."""
        return self.date.year if self.date else None

    @property
    def whole_text(self) -> str:
        """The text of the record with that of its passages."""
        return self.text or "\n".join(
            f"{part.label} {part.title}\n{part.text}".strip() for part in self.passages
        )

    def parts(self) -> Iterator[Entry]:
        """Return the entry itself, then one for each passage, which is named after the whole too."""
        yield self
        for part in self.passages:
            yield replace(
                self,
                unit=part.unit,
                label=part.label,
                file=part.file,
                title=part.title,
                summary=self.title,
                text=part.text,
                source_id=part.source_id,
                held_from=part.held_from,
                held_until=part.held_until,
                begun_on=part.begun_on,
                passages=(),
                earlier=(),
            )

    def earlier_parts(self) -> Iterator[Entry]:
        """Return an entry for each passage as it read before."""
        parts = replace(self, passages=self.earlier).parts()
        next(parts)
        yield from parts

    def earlier_wholes(self) -> Iterator[Entry]:
        """Return the entry as it read in each period before the present one, with the passages of then."""
        ends = sorted({part.held_until for part in self.earlier if part.held_until})[-MOST_EARLIER:]
        start = None
        for end in ends:
            # Within a period nothing changes: its last day tells what held on all of it.
            last = end - datetime.timedelta(days=1)
            before = {part.unit: part for part in self.earlier if part.held_on(last)}
            passages = tuple(before.get(part.unit, part) for part in self.passages)
            yield replace(self, text="", passages=passages, held_from=start, held_until=end)
            start = end

    @property
    def present_since(self) -> datetime.date | None:
        """The first day of the present wording of the whole, None where nothing is known to have changed."""
        return max((part.held_until for part in self.earlier if part.held_until), default=None)

    def part_starts(self) -> Iterator[tuple[int, Passage]]:
        """Return where in the whole text each passage begins, as far as it is found there, in order."""
        whole, position = self.whole_text, 0
        for part in self.passages:
            start = whole.find(part.text[:_RECOGNISED] or part.title, position)
            if start >= 0:
                yield max(position, start - len(part.label) - len(part.title) - 2), part
                position = start


class SearchSource(ABC, Generic[M]):
    """One searchable record type: which records are public, and what the index holds about each."""

    #: Unique among all sources, for example "news".
    name: ClassVar[str]
    kind: ClassVar[Kind]
    model: type[M]
    batch_size: ClassVar[int] = 500

    @abstractmethod
    def public(self) -> QuerySet[M]:
        """Return the records that everybody may read now, with the relations that `entry` reads."""

    @abstractmethod
    def entry(self, record: M) -> Entry:
        """Return what the index holds about a record."""

    def entries(self, ids: Sequence[str]) -> Iterable[Entry]:
        """Return the entries of those records that are public; a record left out is taken from the index."""
        return (self.entry(record) for record in self.public().filter(pk__in=ids))

    def ids(self) -> Iterator[list[str]]:
        """Return the ids of all public records, in batches."""
        queryset = self.public().order_by("pk").values_list("pk", flat=True)
        last: Any = None
        # By key, not by a long cursor: an open read would keep SQLite from shortening its journal.
        while batch := list((queryset if last is None else queryset.filter(pk__gt=last))[: self.batch_size]):
            last = batch[-1]
            yield [str(pk) for pk in batch]

    def count(self) -> int:
        """Return how many records are public."""
        return self.public().count()
