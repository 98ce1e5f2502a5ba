"""A run of the benchmark: index a corpus through the engine, ask every query as a reader would, measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from search.engines.base import SearchEngine
from search.evaluation import sets
from search.evaluation.measures import Measures
from search.learning import labels, learning, store, training
from search.learning.labels import Finder, FindsPassages, LabelledQuestion
from search.query import SearchQuery
from search.synonyms import shipped, synonyms_of

_SOURCE = "benchmark"
_DEPTH = 100
_AT_ONCE = 500
_FOLDS = 5

#: Told what is being done.
Report = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the table."""

    set_name: str
    variant: str
    typed: str
    count: int
    measures: Measures


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to measure."""

    root: Path
    set_names: Sequence[str]
    learns: bool = True
    uses_labels: bool = True


def run(engine: SearchEngine, plan: Plan, report: Report) -> Iterator[Row]:
    """Measure set after set: by words, with the learned layer, and with labels by cross-validation."""
    corpus = ""
    for name in plan.set_names:
        if sets.CORPUS_OF[name] != corpus:
            corpus = sets.CORPUS_OF[name]
            report(f"indexing {corpus}")
            store.remove()
            _index(engine, plan.root, corpus)
        queries = sets.read_set(plan.root, name)
        yield from _both(engine, queries, "words")
        if not plan.learns:
            continue
        report(f"learning from {corpus}")
        if not _learn(engine, plan.root, corpus):
            report(f"{corpus}: too little text to learn from")
            continue
        yield from _both(engine, queries, "words and meaning")
        if plan.uses_labels and corpus == "articles" and isinstance(engine, FindsPassages):
            yield _cross_validated(engine, engine.passages, plan.root, corpus, queries, report)
        store.remove()


def _index(engine: SearchEngine, root: Path, corpus: str) -> None:
    with engine.rebuilding() as writer:
        batch = []
        for entry in sets.entries(root, corpus):
            batch.append(entry)
            if len(batch) == _AT_ONCE:
                writer.replace(_SOURCE, [one.object_id for one in batch], batch)
                batch = []
        writer.replace(_SOURCE, [one.object_id for one in batch], batch)


def _learn(engine: SearchEngine, root: Path, corpus: str) -> bool:
    try:
        learning.learn(
            sets.training_pairs(root, corpus),
            ((_SOURCE, entry) for entry in sets.entries(root, corpus)),
            index_version=engine.status().version,
        )
    except training.TooLittleText:
        return False
    return True


def _both(engine: SearchEngine, queries: sets.QuerySet, variant: str) -> Iterator[Row]:
    for typed, questions in (
        ("with marks", queries.questions),
        ("without marks", queries.without_marks),
    ):
        yield _row(queries.name, variant, typed, ask(engine, questions))


def _row(name: str, variant: str, typed: str, measured: Sequence[Measures]) -> Row:
    return Row(
        set_name=name, variant=variant, typed=typed, count=len(measured), measures=Measures.mean(measured)
    )


def ask(engine: SearchEngine, questions: Sequence[LabelledQuestion]) -> list[Measures]:
    """Ask each question as a site with the synonyms that ship would, and measure what comes back."""
    measured, groups = [], tuple(shipped())
    for question in questions:
        query = SearchQuery.parse(question.text, page_size=_DEPTH)
        answer = engine.search(replace(query, synonyms=synonyms_of(query, groups)))
        ranking = [hit.source_id for hit in answer.hits if hit.source_id]
        measured.append(Measures.of(ranking, question.answers))
    return measured


def _cross_validated(
    engine: SearchEngine, find: Finder, root: Path, corpus: str, queries: sets.QuerySet, report: Report
) -> Row:
    """Ask every question of a model that was taught by the questions of the other folds only."""
    base = store.live()
    if base is None:
        raise RuntimeError("the layer that was just learned is gone")
    measured: list[Measures] = []
    for number, (taught, asked) in enumerate(labels.folds(queries.questions, _FOLDS), 1):
        report(f"fold {number} of {_FOLDS}")
        model = labels.refine(base.model, taught, find)
        with store.replacing() as folder:
            entries = ((_SOURCE, entry) for entry in sets.entries(root, corpus))
            learning.fill(folder, model, entries, base.about)
        measured += ask(engine, asked)
    return _row(queries.name, f"with labels, {_FOLDS} folds", "with marks", measured)
