"""Which published questions ask the same: pure, over the texts that are given.

People ask in short, without marks, in abbreviations and in everyday words. Everything is compared folded: syllables,
neighbouring pairs, letters run together, the initials of a title; the words that only frame a question are left out,
and everyday words stand for those of the office too (`resources/`). What is rare among the questions weighs more.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search import vietnamese

_RESOURCES = Path(__file__).parent / "resources"
_WORD = re.compile(r"[a-z0-9]+")
_VOWEL = re.compile(r"[aeiouy]")
#: A longer question is compared by its beginning.
_MOST_WORDS = 60
_LONGEST_TEXT = 4000
#: What an everyday word's other name counts beside a word that was written, and letters beside words.
_MEANT, _LETTERS = 0.5, 0.2
_GRAM = 4


@dataclass(frozen=True, slots=True)
class Text:
    """A published question: its key, its title, and all that was asked and answered."""

    key: int
    title: str
    body: str


class _Weights:
    """Texts of one kind with their terms, ranked as BM25 does."""

    def __init__(self, texts: Sequence[Iterable[str]], *, length_weight: float) -> None:
        counted = [Counter(terms) for terms in texts]
        lengths = [max(1, sum(terms.values())) for terms in counted]
        average = sum(lengths) / max(1, len(lengths))
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, (terms, length) in enumerate(zip(counted, lengths, strict=True)):
            damp = 1.2 * (1 - length_weight + length_weight * length / average)
            for term, times in terms.items():
                self._postings[term].append((place, times * 2.2 / (times + damp)))
        total = len(counted)
        self._rarity = {
            term: math.log(1 + (total - len(found) + 0.5) / (len(found) + 0.5))
            for term, found in self._postings.items()
        }

    def __contains__(self, term: str) -> bool:
        return term in self._postings

    def add(self, scores: defaultdict[int, float], wanted: dict[str, float], share: float) -> None:
        """Add what each text has of the wanted terms."""
        for term, weight in wanted.items():
            for place, strength in self._postings.get(term, ()):
                scores[place] += share * weight * self._rarity[term] * strength


class SimilarQuestions:
    """Published questions, ready to be compared with what somebody writes."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._keys = [text.key for text in texts]
        titles = [_plain(text.title) for text in texts]
        self._titles = _Weights([_terms(title) for title in titles], length_weight=0.3)
        self._bodies = _Weights(
            [_terms(_plain(f"{text.title} {text.body[:_LONGEST_TEXT]}")) for text in texts],
            length_weight=0.75,
        )
        self._letters = _Weights([_grams(title) for title in titles], length_weight=0.3)
        self._initials = _Weights([set(_initials(title.split())) for title in titles], length_weight=0.3)

    def find(self, text: str, count: int) -> list[int]:
        """Return the keys of the questions most like a text, the likest first; none for a text that says nothing."""
        asked = unframed(_plain(text))
        wanted: dict[str, float] = dict.fromkeys(_terms(asked), 1.0)
        for other in _other_names(asked):
            for term in _terms(other):
                wanted.setdefault(term, _MEANT)
        scores: defaultdict[int, float] = defaultdict(float)
        self._titles.add(scores, wanted, 1)
        self._bodies.add(scores, wanted, 1)
        self._letters.add(scores, dict.fromkeys(_grams(asked), 1.0), _LETTERS)
        self._initials.add(scores, dict.fromkeys(filter(self._is_short, asked.split()), 1.0), 1.5)
        best = sorted(scores, key=lambda place: (-scores[place], place))
        return [self._keys[place] for place in best[:count]]

    def _is_short(self, word: str) -> bool:
        """Whether a word may stand for the initials of others."""
        return len(word) > 1 and (word not in self._bodies or (len(word) < 4 and not _VOWEL.search(word)))


def unframed(plain: str) -> str:
    """Return a folded question without the words that frame it; what is nothing but frame stays."""
    left = f" {plain} "
    for frame in _frames():
        while frame in left:
            left = left.replace(frame, " ")
    return left.strip() or plain


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(vietnamese.fold(text)))


def _terms(plain: str) -> list[str]:
    words = plain.split()
    if len(words) > _LONGEST_TEXT:
        words = words[:_LONGEST_TEXT]
    return [*words, *(f"{first} {second}" for first, second in itertools.pairwise(words))]


def _grams(plain: str) -> set[str]:
    letters = "".join(plain.split()[:_MOST_WORDS])
    return {letters[start : start + _GRAM] for start in range(len(letters) - _GRAM + 1)}


def _initials(words: list[str]) -> Iterable[str]:
    for length in (2, 3, 4, 5):
        for start in range(len(words) - length + 1):
            yield "".join(word[0] for word in words[start : start + length])


def _other_names(plain: str) -> list[str]:
    padded = f" {plain} "
    return [name for word, name in _everyday_words() if f" {word} " in padded]


@cache
def _frames() -> tuple[str, ...]:
    return tuple(f" {line} " for line in _lines("question_frames.txt"))


@cache
def _everyday_words() -> tuple[tuple[str, str], ...]:
    found = []
    for line in _lines("everyday_words.txt"):
        words, _sign, name = line.partition(" = ")
        found += [(_plain(word), _plain(name)) for word in words.split(",")]
    return tuple(found)


def _lines(name: str) -> list[str]:
    lines = (_RESOURCES / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
