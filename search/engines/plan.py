"""What a query asks of an index, before any engine's own language.

The folded words alone decide what is found, so that diacritics never hide a hit; the words as written only add to
the score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils import timezone

from search import ranking
from search.engines.analysis import Syllable, pair, syllables
from search.engines.rows import FOLDED, WRITTEN
from search.enums import Sort
from search.query import SearchQuery, Term

#: The query bounds its words; this bounds the syllables of words such as "a/b/c/d".
_MAX_SYLLABLES = 64


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side in a field; one alone is just a word."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The words, phrases and numbers of a query."""

    #: Each once: said twice it costs nothing and cannot make up for a word that is missing.
    words: tuple[Syllable, ...]
    #: Neighbouring words, as the words that stand for them.
    sides: tuple[str, ...]
    phrases: tuple[tuple[Syllable, ...], ...]
    excluded: tuple[Phrase, ...]
    number_keys: tuple[str, ...]
    #: Whether the query has words at all; without any it lists everything that the filters leave.
    is_open: bool
    is_scored: bool
    is_question: bool

    @classmethod
    def of(cls, query: SearchQuery) -> Plan:
        """Return the plan of a query."""
        found: list[Syllable] = []
        phrases: list[tuple[Syllable, ...]] = []
        for term in query.wanted:
            if term.is_phrase:
                phrases.append(tuple(syllables(term.text)[:_MAX_SYLLABLES]))
            else:
                found += syllables(term.text)
        found = found[:_MAX_SYLLABLES]
        return cls(
            words=tuple(dict.fromkeys(found)),
            sides=tuple(dict.fromkeys(pair(*side) for side in pairwise(folded for folded, _ in found))),
            phrases=tuple(phrase for phrase in phrases if phrase),
            excluded=tuple(phrase for term in query.terms if term.is_excluded for phrase in _excluded(term)),
            number_keys=query.number_keys,
            is_open=not query.wanted,
            is_scored=query.sort is Sort.RELEVANCE,
            is_question="?" in query.text,
        )

    @property
    def has_text(self) -> bool:
        """Whether there is a word or phrase to find."""
        return bool(self.words or self.phrases)

    @property
    def means_marks(self) -> bool:
        """Whether diacritics were typed: who types none means no particular ones, who types some means them all."""
        return any(folded != written for part in (self.words, *self.phrases) for folded, written in part)

    @property
    def least_hits(self) -> int:
        """How many hits it must have, or else be asked again for hits with any of its words.

        A list by date would drown in those, and to a number they are no answer.
        """
        count = len(self.folded_words)
        if not self.is_scored or (self.number_keys and count <= ranking.ALL_WORDS_UP_TO):
            return 0
        return ranking.least_hits(count, is_question=self.is_question)

    @property
    def folded_words(self) -> tuple[str, ...]:
        """The different words without diacritics."""
        return tuple(dict.fromkeys(folded for folded, _ in self.words))

    @property
    def written_words(self) -> tuple[str, ...]:
        """The different words as written."""
        return tuple(dict.fromkeys(written for _, written in self.words))

    def phrases_in(self, field: str) -> Iterator[Phrase]:
        """Return the phrases in the folded or the written words."""
        for phrase in self.phrases:
            yield Phrase(field, tuple(written if field == WRITTEN else folded for folded, written in phrase))

    @staticmethod
    def required(count: int, *, is_loose: bool) -> int:
        """Return how many of so many words a hit must have."""
        return 1 if is_loose else ranking.required_words(count)


def _excluded(term: Term) -> Iterator[Phrase]:
    """Exclude what was typed and no more: with diacritics only those, without any."""
    found = syllables(term.text)[:_MAX_SYLLABLES]
    if any(folded != written for folded, written in found):
        yield Phrase(WRITTEN, tuple(written for _, written in found))
    elif found:
        yield Phrase(FOLDED, tuple(folded for folded, _ in found))


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of a title or number: words, of which the last may go on."""

    words: tuple[str, ...]
    last: str
    number_key: str

    @classmethod
    def of(cls, query: SearchQuery) -> Beginning | None:
        """Return what is being typed, None when there is no letter of it yet."""
        found = [folded for folded, _ in syllables(query.text)[:_MAX_SYLLABLES]]
        if not found:
            return None
        keys = query.number_keys
        return cls(words=tuple(dict.fromkeys(found[:-1])), last=found[-1], number_key=keys[0] if keys else "")


def status_day(query: SearchQuery) -> int:
    """Return the day whose statuses count."""
    on: date = query.as_of or timezone.localdate()
    return on.toordinal()


def number_pattern(key: str) -> tuple[str, str]:
    """Return what a longer number begins with, and which rest it must have: after a digit comes a new part."""
    # A key has lower-case letters, digits and hyphens only. 24 is not 241.
    return (f"{key}-", "") if key[-1].isdigit() else (key, "more")
