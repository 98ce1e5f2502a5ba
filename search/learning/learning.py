"""Learning the layer of meaning anew, and keeping the live one up with the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils import timezone

from search import registry
from search.learning import labels, store, training
from search.learning.features import Floats
from search.learning.labels import Finder, LabelledQuestion
from search.learning.model import MeaningModel, Passage
from search.learning.registry import TrainingPair, all_training_sources
from search.learning.store import About
from search.learning.vectors import VectorFile, entry_key
from search.sources import Entry

#: An entry of the index with the name of its source.
NamedEntry = tuple[str, Entry]

_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Questions whose answers are known, and how to ask them by words alone."""

    questions: Sequence[LabelledQuestion]
    find: Finder


def passage_of(entry: Entry) -> Passage:
    """Return what an entry says: its title, what it is part of (its summary), its text."""
    return Passage(title=entry.title, context=entry.summary, text=entry.whole_text)


def site_pairs() -> Iterator[TrainingPair]:
    """Return what there is to learn from: the title of every entry with its text, and what the rooms offer besides."""
    for source_name, entry in site_entries():
        if entry.title and entry.text:
            yield TrainingPair(short=entry.title, long=entry.text, group=f"{source_name}:{entry.object_id}")
    for source in all_training_sources():
        yield from source.pairs()


def site_entries() -> Iterator[NamedEntry]:
    """Return all that the index holds, records and their passages, read from the database."""
    for source in registry.all_sources():
        for object_ids in source.ids():
            for entry in source.entries(object_ids):
                for part in entry.parts():
                    yield source.name, part


def learn(
    pairs: Iterable[TrainingPair],
    entries: Iterable[NamedEntry],
    *,
    index_version: str,
    taught_by: Labels | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> About:
    """Learn a model, make the vectors of all entries, and put both in the place of the live layer.

    Raise `TooLittleText` when there is too little to learn from; the live layer then stays.
    """
    with store.replacing() as folder:
        counted = _Counter(pairs)
        model = training.learn(counted, (lambda share: progress("learn", share)) if progress else None)
        if taught_by is not None:
            model = labels.refine(model, taught_by.questions, taught_by.find)
        return fill(
            folder,
            model,
            entries,
            About(
                learned_at=timezone.now().isoformat(timespec="seconds"),
                pair_count=counted.count,
                label_count=len(taught_by.questions) if taught_by else 0,
                feature_count=len(model.vocabulary),
                index_version=index_version,
            ),
        )


def fill(folder: Path, model: MeaningModel, entries: Iterable[NamedEntry], about: About) -> About:
    """Write a model and the vectors of all entries into the folder of a new layer."""
    vectors = store.save(folder, model, about)
    # As it will be read: in the half precision of the file.
    model = MeaningModel(model.vocabulary, model.table.astype("float16").astype("float32"))
    remaining = iter(entries)
    while batch := list(islice(remaining, _AT_ONCE)):
        _append(vectors, model, batch)
    return about


def keep_up(source_name: str, entries: Sequence[Entry], *, only_new: bool = False) -> None:
    """Give entries that are written to the index their vectors in the live layer.

    A rebuild writes what the layer knows already, and says so with `only_new`.
    """
    layer = store.live()
    if layer is None:
        return
    batch: list[NamedEntry] = [(source_name, part) for entry in entries for part in entry.parts()]
    if only_new:
        _, is_known = layer.vectors.of([_key(named) for named in batch])
        batch = [named for named, known in zip(batch, is_known, strict=True) if not known]
    if batch:
        _append(layer.vectors, layer.model, batch)


def _append(vectors: VectorFile, model: MeaningModel, batch: Sequence[NamedEntry]) -> None:
    found: Floats = model.passages([passage_of(entry) for _, entry in batch])
    vectors.append([_key(named) for named in batch], found)


def _key(named: NamedEntry) -> int:
    source_name, entry = named
    return entry_key(source_name, entry.object_id, entry.unit)


class _Counter:
    """Counts what passes through."""

    def __init__(self, pairs: Iterable[TrainingPair]) -> None:
        self._pairs = pairs
        self.count = 0

    def __iter__(self) -> Iterator[TrainingPair]:
        for pair in self._pairs:
            self.count += 1
            yield pair
