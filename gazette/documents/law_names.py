"""Names of laws, codes and ordinances: the list that ships with the product, read word by word.

`resources/law_names.csv` holds `kind, name, number, issued_on`; a name may stand in several rows, one for each law
that bore it, and a row without a number only makes the name known.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from search import vietnamese

_RESOURCE = Path(__file__).parent / "resources" / "law_names.csv"
_WORD = re.compile(r"\w+")
#: What may stand between two words of a name: "Luật Thi đua, khen thưởng", "Luật Thi đua - Khen thưởng".
_BETWEEN = re.compile(r"(?:, ?\n?| ?- ?| \(|/|[ \t]?\n[ \t]?|[ \t]{1,3})?")
_LEAST_INITIALS = 3
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class LawName:
    """A law as one calls it; `number` and `issued_on` are empty where they are not known."""

    kind: str
    name: str
    number: str = ""
    issued_on: date | None = None

    @property
    def year(self) -> int | None:
        """The year by which one tells laws of one name apart."""
        if self.issued_on:
            return self.issued_on.year
        parsed = vietnamese.parse_document_number(self.number) if self.number else None
        return parsed.year if parsed else None


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in the form in which names are compared."""
    return tuple(_WORD.findall(vietnamese.canonical(name)))


def _initials(name: str) -> set[str]:
    """Return the initials by which one may call a law, with and without "và"."""
    words = words_of(name)
    if words[:2] == ("sửa", "đổi"):
        return set()
    found = {"".join(w[0] for w in words), "".join(w[0] for w in words if w != "và")}
    return {letters.upper() for letters in found if len(letters) >= _LEAST_INITIALS}


def _variants(names: Iterable[str]) -> Iterator[str]:
    """Yield the names, those with a bracket also without it: "… ở người (HIV/AIDS)"."""
    for name in names:
        yield name
        if "(" in name:
            yield name.partition("(")[0]


class LawNames:
    """A set of names that finds the longest one at a place of a text."""

    def __init__(self, names: Iterable[str]) -> None:
        self._tree: dict[str, dict] = {}
        self._by_initials: dict[str, set[str]] = {}
        for name in _variants(names):
            for letters in _initials(name):
                self._by_initials.setdefault(letters, set()).add(" ".join(words_of(name)))
            branch = self._tree
            for word in words_of(name):
                branch = branch.setdefault(word, {})
            if branch is not self._tree:
                branch[""] = {}

    def called(self, initials: str) -> str:
        """Return the name that initials stand for ("BHXH"), "" where there is none or several are possible."""
        found = self._by_initials.get(initials, set())
        return next(iter(found)) if len(found) == 1 else ""

    def longest_at(self, view: str, start: int) -> int:
        """Return where the longest name that begins at `start` of a lower-case text ends, -1 for none."""
        branch, end, position = self._tree, -1, start
        for _count in range(_LONGEST_NAME):
            word = _WORD.match(view, position)
            following = branch.get(word[0]) if word else None
            if word is None or following is None:
                break
            branch, position = following, word.end()
            if "" in branch:
                end = position
            between = _BETWEEN.match(view, position)
            position = between.end() if between else position
        if end > 0 and view[end : end + 1] == ")" and view.rfind("(", start, end) > 0:
            end += 1
        return end


def read_law_names() -> Iterator[LawName]:
    """Yield the rows of the list."""
    with _RESOURCE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            issued_on = date.fromisoformat(row["issued_on"]) if row["issued_on"] else None
            yield LawName(row["kind"], row["name"], row["number"], issued_on)


@lru_cache(maxsize=1)
def known_law_names() -> tuple[LawName, ...]:
    """Return the list, read once."""
    return tuple(read_law_names())


@lru_cache(maxsize=1)
def default_names() -> LawNames:
    """Return the names of the list as a tree."""
    return LawNames(law.name for law in known_law_names())
