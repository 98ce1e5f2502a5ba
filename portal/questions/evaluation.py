"""How often the right question is among the proposed ones, on answers with many wordings of what they answer.

A folder holds `corpus.jsonl[.gz]` (`id`, `title`, `answer`), `queries.jsonl` (`id`, `text`, `text_khong_dau`) and
`qrels.tsv`. Its answers are split in two by their ids: words of everyday speech may be gathered from the wordings of
the first half; the wordings of the other are held back, and its figure is the one that counts.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

#: So many are proposed.
PROPOSED: Final = 3
#: The page sends no more of what is being written.
_LONGEST = 300

#: Returns the ids of the proposed questions for a text, the likest first.
Propose = Callable[[str], Sequence[str]]


class BadSet(ValueError):
    """A folder without the files of a set."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A way to ask something: as it was typed, without diacritics, and the answers that are right."""

    text: str
    plain: str
    answers: frozenset[str]

    @property
    def is_held_back(self) -> bool:
        """Whether its answer belongs to the half that nothing was chosen by; all wordings of an answer do or none."""
        return hashlib.sha256(min(self.answers).encode()).digest()[-1] % 2 == 1


@dataclass(frozen=True, slots=True)
class Share:
    """How many of so many wordings have the right answer among the proposed ones."""

    name: str
    typed: str
    found: int
    count: int

    @property
    def value(self) -> float:
        """The share from 0 to 1; nothing asked is nothing found."""
        return self.found / self.count if self.count else 0.0


def import_lines(folder: Path) -> Iterator[bytes]:
    """Return the answers as lines of a questions file."""
    for row in _rows(_file(folder, "corpus.jsonl")):
        line = {"id": row["id"], "title": row["title"], "question": row["title"], "answer": row["answer"]}
        yield orjson.dumps(line) + b"\n"


def wordings(folder: Path) -> list[Wording]:
    """Return the wordings that have a right answer."""
    right: defaultdict[str, set[str]] = defaultdict(set)
    with _file(folder, "qrels.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if int(row["score"]) > 0:
                right[row["query-id"]].add(row["corpus-id"])
    return [
        Wording(row["text"], row.get("text_khong_dau") or row["text"], frozenset(right[row["id"]]))
        for row in _rows(_file(folder, "queries.jsonl"))
        if row["id"] in right
    ]


def measure(asked: Sequence[Wording], propose: Propose) -> list[Share]:
    """Ask each wording as it was typed and without diacritics; tell the shares of both halves and of all."""
    halves = {
        "held back": [wording for wording in asked if wording.is_held_back],
        "looked at": [wording for wording in asked if not wording.is_held_back],
    }
    shares = [
        Share(
            name, typed, sum(_is_found(getattr(one, field), one.answers, propose) for one in half), len(half)
        )
        for name, half in halves.items()
        for typed, field in (("as typed", "text"), ("without marks", "plain"))
    ]
    for typed in ("as typed", "without marks"):
        parts = [share for share in shares if share.typed == typed]
        shares.append(
            Share("all", typed, sum(part.found for part in parts), sum(part.count for part in parts))
        )
    return shares


def _is_found(text: str, answers: frozenset[str], propose: Propose) -> bool:
    return not answers.isdisjoint(propose(text.strip()[:_LONGEST])[:PROPOSED])


def _file(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise BadSet(f"{folder} has no {name}.")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        for line in file:
            if line.strip():
                yield orjson.loads(line)
