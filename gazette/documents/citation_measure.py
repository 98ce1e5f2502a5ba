"""Precision and recall of the citation finder on texts marked by hand.

A line of a golden file is a JSON object: `id`; `source` and `number`, where the text comes from; `is_legal_text`, false
for news and answers; `text`; and `citations`, each with `start`, `end`, `text` and `cites`. What is cited is written
`DOCUMENT#ARTICLE.CLAUSE.POINT~LAST`: the document is a number, a name with `@year` where the text says one, or `this`
for the text's own; `@` is the article that speaks, `this` a clause or point that speaks, `LAST` the end of a range.
A find counts as right when it overlaps the marked place and cites the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gazette.documents.citations import Citation, find_citations
from search import vietnamese

GOLDEN = Path(__file__).parent / "resources" / "golden" / "citations.jsonl"


@dataclass(slots=True)
class Measured:
    """What a measurement found."""

    marked: int = 0
    found: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of what was found that is marked."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is marked that was found."""
        return self.right / self.marked if self.marked else 1.0


def read_golden(path: Path = GOLDEN) -> Iterator[dict[str, Any]]:
    """Yield the lines of a golden file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def measure(texts: Iterable[dict[str, Any]]) -> Measured:
    """Return how well the finder does on marked texts."""
    result = Measured()
    for row in texts:
        text = row["text"]
        found = find_citations(text, is_legal_text=row.get("is_legal_text", True))
        free = list(found)
        result.marked += len(row["citations"])
        result.found += len(found)
        for mark in row["citations"]:
            hit = next((c for c in free if _same(c, mark)), None)
            if hit:
                free.remove(hit)
                result.right += 1
            else:
                result.missed.append(f"{row['id']}: {mark['text']} -> {mark['cites']}")
        result.wrong += [f"{row['id']}: {text[c.start : c.end]} -> {cites(c)}" for c in free]
    return result


def cites(citation: Citation) -> str:
    """Return what a citation cites, in the form of golden files."""
    document, provision = citation.document, citation.provision
    if document.is_own:
        words = "this"
    elif document.number:
        words = document.number
    else:
        words = f"{document.kind.capitalize()} {document.name}".strip()
        words += f"@{document.year}" if document.year else ""
    if provision is None:
        return words
    parts = [provision.article or "@", provision.clause, provision.point]
    while not parts[-1]:
        parts.pop()
    return f"{words}#{'.'.join(parts)}" + (f"~{provision.through}" if provision.through else "")


def _same(citation: Citation, mark: dict[str, Any]) -> bool:
    if citation.end <= mark["start"] or citation.start >= mark["end"]:
        return False
    ours, theirs = cites(citation).partition("#"), mark["cites"].partition("#")
    if _key(ours[0]) != _key(theirs[0]) or bool(ours[2]) != bool(theirs[2]):
        return False
    if theirs[2].startswith("@"):
        return ours[2].partition(".")[2] == theirs[2].partition(".")[2]
    return ours[2] == theirs[2]


def _key(document: str) -> str:
    is_number = document[:1].isdigit()
    return vietnamese.number_key(document) if is_number else vietnamese.fold(document)
