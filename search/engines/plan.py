"""What a query asks of an index, before any engine's own language.

The folded words alone decide what is found, so that diacritics never hide a hit; the words as written only add to
the score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.utils import timezone

from search import ranking
from search.engines.analysis import Syllable, pair, syllables
from search.engines.rows import FOLDED, WRITTEN
from search.enums import Sort, Unit
from search.query import SearchQuery, Term

#: The query bounds its words; this bounds the syllables of words such as "a/b/c/d".
_MAX_SYLLABLES = 64
#: Who names this status asks for what is no longer in force.
_ENDED_WORDS = ("het", "hieu", "luc")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side in a field; one alone is just a word."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a word may be replaced by, and its weight: that of words which stand together is shared by them."""

    phrase: tuple[Syllable, ...]
    weight: float

    def in_field(self, name: str) -> Phrase:
        """Return it in the folded or the written words."""
        return Phrase(name, tuple(written if name == WRITTEN else folded for folded, written in self.phrase))


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
    #: Whether what is in force stands above what no longer is.
    prefers_in_force: bool = True
    #: Paths of records that are found and stand first whatever the words are.
    pinned: tuple[str, ...] = ()
    #: By folded word.
    alternatives: Mapping[str, tuple[Alternative, ...]] = field(default_factory=dict)

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
            prefers_in_force=not (query.selections.get("status") or _names_ended(found)),
            pinned=query.pinned[: ranking.MOST_PINS] if query.unit is Unit.RECORD else (),
            alternatives=_alternatives(query, found),
        )

    @property
    def has_force_step(self) -> bool:
        """Whether being in force is a step: in a sentence, weak hits that are in force must not bury a good one."""
        return self.is_scored and self.prefers_in_force and not self.is_sentence

    @property
    def is_sentence(self) -> bool:
        """Whether so much is asked that no hit need have all of it."""
        return len(self.folded_words) > ranking.ALL_WORDS_UP_TO

    def others_of(self, word: str, name: str) -> list[tuple[Phrase, float]]:
        """Return what stands for a folded word, in a field of folded or of written words, and its weight."""
        return [(found.in_field(name), found.weight) for found in self.alternatives.get(word, ())]

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

    def choices(self, name: str) -> list[tuple[str, list[tuple[Phrase, float]]]]:
        """Return the different words, folded or as written, each with what stands for it."""
        if name == WRITTEN:
            folds = {written: folded for folded, written in reversed(self.words)}
            return [(word, self.others_of(folds[word], name)) for word in self.written_words]
        return [(word, self.others_of(word, name)) for word in self.folded_words]

    def phrases_in(self, field: str) -> Iterator[Phrase]:
        """Return the phrases in the folded or the written words."""
        for phrase in self.phrases:
            yield Phrase(field, tuple(written if field == WRITTEN else folded for folded, written in phrase))

    @staticmethod
    def required(count: int, *, is_loose: bool) -> int:
        """Return how many of so many words a hit must have."""
        return 1 if is_loose else ranking.required_words(count)


def _names_ended(found: list[Syllable]) -> bool:
    folded = tuple(word for word, _ in found)
    size = len(_ENDED_WORDS)
    return any(folded[start : start + size] == _ENDED_WORDS for start in range(len(folded) - size + 1))


def _alternatives(query: SearchQuery, found: list[Syllable]) -> dict[str, tuple[Alternative, ...]]:
    wanted = {folded for folded, _ in found}
    others: dict[str, dict[Alternative, None]] = {}
    for synonym in query.synonyms:
        for text in synonym.others:
            phrase = tuple(syllables(text)[:_MAX_SYLLABLES])
            if not phrase:
                continue
            other = Alternative(phrase, ranking.SYNONYM_SHARE / len(synonym.words))
            for word in wanted.intersection(synonym.words):
                others.setdefault(word, {})[other] = None
    return {word: tuple(phrases) for word, phrases in others.items()}


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
