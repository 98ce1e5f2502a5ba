"""The benchmark's folder: sets of queries with their answers, and the corpora that hold these."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson

from search.enums import Kind
from search.learning.labels import LabelledQuestion
from search.learning.labels import read as read_labels
from search.learning.registry import TrainingPair
from search.sources import Entry

#: Sets in the order in which they are measured; those of one corpus follow each other.
CORPUS_OF = {"zalo2021-phapdien": "articles", "tim-van-ban": "documents", "alqac": "alqac", "faq": "faq"}


@dataclass(frozen=True)
class QuerySet:
    """Queries with their answers, typed with and without diacritics."""

    name: str
    questions: tuple[LabelledQuestion, ...]
    without_marks: tuple[LabelledQuestion, ...]


def read_set(root: Path, name: str) -> QuerySet:
    """Read a set of `bench/`."""
    folder = root / "bench" / name
    questions = read_labels(folder / "queries.jsonl", folder / "qrels.tsv")
    plain = {row["id"]: row["text_khong_dau"] for row in _rows(folder / "queries.jsonl")}
    return QuerySet(
        name, tuple(questions), tuple(replace(question, text=plain[question.id]) for question in questions)
    )


def entries(root: Path, corpus: str) -> Iterator[Entry]:
    """Return the entries of a corpus, one for each id that the answers name."""
    readers = {"articles": _articles, "documents": _documents, "alqac": _alqac, "faq": _faq}
    return readers[corpus](root)


def training_pairs(root: Path, corpus: str) -> Iterator[TrainingPair]:
    """Return what a site with this corpus would learn from: titles with their texts."""
    for entry in entries(root, corpus):
        if entry.title and entry.text:
            yield TrainingPair(short=entry.title, long=entry.text, group=entry.number)


def _entry(
    identity: str, *, title: str | None, text: str | None, number: str = "", summary: str = ""
) -> Entry:
    return Entry(
        kind=Kind.DOCUMENT,
        object_id=identity,
        source_id=identity,
        title=title or "",
        url=f"/{identity}/",
        number=number,
        summary=summary,
        text=text or "",
    )


def _articles(root: Path) -> Iterator[Entry]:
    titles = {row["id"]: row["title"] for row in _rows(root / "legal" / "documents.jsonl.gz")}
    for row in _rows(root / "legal" / "articles.jsonl.gz"):
        yield _entry(
            row["id"],
            title=row["title"],
            text=row["text"],
            number=row["doc_number"] or "",
            summary=titles.get(row["doc_id"]) or "",
        )


def _documents(root: Path) -> Iterator[Entry]:
    for row in _rows(root / "legal" / "documents.jsonl.gz"):
        yield _entry(row["id"], title=row["title"], text=row["text"], number=row["number"] or "")


def _alqac(root: Path) -> Iterator[Entry]:
    for row in _rows(root / "bench" / "alqac" / "corpus.jsonl.gz"):
        yield _entry(row["id"], title=row["title"], text=row["text"], number=row["law"])


def _faq(root: Path) -> Iterator[Entry]:
    for row in _rows(root / "bench" / "faq" / "corpus.jsonl.gz"):
        yield _entry(row["id"], title=row["title"], text=row["answer"], summary=row["legal_basis"] or "")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        for line in file:
            yield orjson.loads(line)
