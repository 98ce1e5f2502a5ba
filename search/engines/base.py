"""The interface of a search engine; nothing outside `engines/` knows which one is at work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from search.learning.labels import FoundPassage
from search.query import SearchQuery
from search.results import Answer, Suggestion
from search.sources import Entry


class EngineUnavailable(Exception):
    """The engine does not answer, or has no usable index: an outage, never an empty answer."""


class EngineBusy(EngineUnavailable):
    """Another process is writing to the index."""


@dataclass(frozen=True)
class EngineStatus:
    """What an operator wants to know about an index."""

    engine: str
    version: str
    entry_count: int
    size: int


class EntryWriter(ABC):
    """Changes to one index; they become visible together, with `commit`."""

    @abstractmethod
    def replace(self, source_name: str, object_ids: Collection[str], entries: Iterable[Entry]) -> None:
        """Take all that is known about these records from the index and put the entries in its place."""

    @abstractmethod
    def commit(self) -> None:
        """Make the changes durable and visible."""


class SearchEngine(ABC):
    """An index that can be asked, written to, and built anew beside itself."""

    name: str

    @abstractmethod
    def search(self, query: SearchQuery) -> Answer:
        """Answer a query; raise `EngineUnavailable` when that is impossible."""

    @abstractmethod
    def bare(self, query: SearchQuery) -> None:
        """Ask for hits and counts and do nothing with them: what any answer costs at least."""

    @abstractmethod
    def suggest(self, query: SearchQuery) -> list[Suggestion]:
        """Return records whose title or number begins with what is typed, best first."""

    @abstractmethod
    def frequencies(self, words: Collection[str]) -> dict[str, int]:
        """Return in how many entries each folded word stands."""

    @abstractmethod
    def passages(self, text: str) -> list[FoundPassage]:
        """Return the best hits of a question by words alone, for the learned layer to learn from."""

    @abstractmethod
    def held(self, source_name: str, object_ids: Collection[str]) -> list[dict[str, Any]]:
        """Return what is stored of all rows of these records, to compare it with the database."""

    @abstractmethod
    def has_index(self) -> bool:
        """Whether there is an index that this version of the code can read and write."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[EntryWriter]:
        """Hold the live index for writing, alone; raise `EngineBusy` when another process does."""

    @abstractmethod
    def rebuilding(self) -> AbstractContextManager[EntryWriter]:
        """Write a new index beside the live one, which it replaces when the block ends without an error."""

    @abstractmethod
    def status(self) -> EngineStatus:
        """Describe the live index."""
