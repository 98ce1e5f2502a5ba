"""Where rooms offer texts to learn from: what a reader could ask, beside the text that answers it.

A room writes `training_pairs.py` with a `TrainingSource` and registers it in its `apps.ready()`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class TrainingPair:
    """A short text that asks or names, and a longer one that answers or says more."""

    short: str
    long: str
    #: Pairs of one group (the articles of a document) are alike; telling them apart teaches most.
    group: str = ""


class TrainingSource(ABC):
    """Texts of one kind to learn from; only what everybody may read."""

    #: Unique among all training sources, for example "article".
    name: ClassVar[str]

    @abstractmethod
    def pairs(self) -> Iterator[TrainingPair]:
        """Return the pairs, without loading them all at once."""


class AlreadyRegistered(Exception):
    """Two training sources share a name."""


_sources: dict[str, TrainingSource] = {}


def register(source: TrainingSource) -> None:
    """Add a training source; raise `AlreadyRegistered` for a name in use."""
    if source.name in _sources:
        raise AlreadyRegistered(f"training source {source.name!r} is registered already")
    _sources[source.name] = source


def all_training_sources() -> Iterator[TrainingSource]:
    """Return the training sources in the order of registration."""
    return iter(list(_sources.values()))
