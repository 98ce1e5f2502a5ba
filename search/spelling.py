"""Did you mean: slips of typing put right, and diacritics as the hits have them."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from search import keyboards, vietnamese
from search.engines.analysis import Syllable, syllables
from search.engines.base import SearchEngine
from search.enums import Sort
from search.query import SearchQuery
from search.results import Answer, Hit
from search.syllables import is_folded_syllable

#: So many unknown words are corrected at most; a sentence of them is no slip.
_MOST_UNKNOWN: Final = 6
#: What was meant stands in so many times more entries than what was typed.
_MORE_FREQUENT: Final = 20
_LETTERS: Final = "abcdeghiklmnopqrstuvxy"
#: From so many hits diacritics are read.
_READ_HITS: Final = 12
#: A word is written so in at least this share of the places that hold it.
_CLEAR_SHARE: Final = 0.6
#: A form that stands beside the same neighbour counts more than one that stands alone.
_NEIGHBOUR_VOTES: Final = 4
_TOKEN = re.compile(r"[^\W_]+")
_TAG = re.compile(r"</?mark>")


def suggestion(query: SearchQuery, answer: Answer, engine: SearchEngine) -> str | None:
    """Return what the reader may have meant, None when there is nothing to correct or no better."""
    if not query.wanted or query.page > 1 or query.sort is not Sort.RELEVANCE or query.number_keys:
        return None
    if answer.count and not _is_odd(query.text):
        return _different(_with_marks(query.text, answer.hits), query)
    better = _corrections(query.text, engine)
    if not better:
        return _different(_with_marks(query.text, answer.hits), query) if answer.count else None
    corrected = _replaced(query.text, better)
    asked = replace(
        SearchQuery.parse(corrected, page_size=_READ_HITS), selections=query.selections, unit=query.unit
    )
    found = engine.search(asked)
    return _different(_with_marks(corrected, found.hits), query) if found.count else None


def _different(text: str, query: SearchQuery) -> str | None:
    return text if vietnamese.canonical(text) != vietnamese.canonical(query.text) else None


def _is_odd(text: str) -> bool:
    """Return whether a word of the text cannot be Vietnamese: others are not asked about, which costs time."""
    return any(
        not is_folded_syllable(folded) and any(letter.isalpha() for letter in folded) and len(folded) > 2
        for folded, _ in syllables(text)
    )


# Words that stand nowhere


def _corrections(text: str, engine: SearchEngine) -> dict[str, str]:
    """Return, by folded word, what stands in its place: for words that no entry has."""
    folded = {word for word, _ in syllables(text) if any(letter.isalpha() for letter in word)}
    frequencies = engine.frequencies(sorted(folded))
    unknown = [word for word in sorted(folded) if not frequencies.get(word)]
    typed = {word: made for word in sorted(folded) if (made := keyboards.decoded(word))}
    if len({*unknown, *typed}) > _MOST_UNKNOWN:
        return {}
    meant = _known({vietnamese.fold(made) for made in typed.values()}, engine)
    # Keys of a keyboard may stand in an index by themselves, where somebody's slip was published.
    better = {
        word: made
        for word, made in typed.items()
        if meant.get(vietnamese.fold(made), 0) > _MORE_FREQUENT * frequencies.get(word, 0)
    }
    for word in unknown:
        if word not in better and word.isalpha() and (best := _best(word, engine)):
            better[word] = best
    return better


def _best(word: str, engine: SearchEngine) -> str:
    """Return the most frequent word that is one slip away, empty when none stands in the index."""
    known = _known(set(_one_slip_away(word)) - {word}, engine)
    return max(sorted(known), key=lambda candidate: known[candidate]) if known else ""


def _known(candidates: Collection[str], engine: SearchEngine) -> dict[str, int]:
    frequencies = engine.frequencies(sorted(candidates))
    return {word: count for word, count in frequencies.items() if count}


def _one_slip_away(word: str) -> Iterator[str]:
    """Return the syllables with one letter less, more, other or two exchanged."""
    if len(word) > 9:
        return
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        candidates = [head + letter + tail for letter in _LETTERS]
        if tail:
            candidates += [head + tail[1:], *(head + letter + tail[1:] for letter in _LETTERS)]
        if len(tail) > 1:
            candidates.append(head + tail[1] + tail[0] + tail[2:])
        yield from filter(is_folded_syllable, candidates)


def _replaced(text: str, better: dict[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        return better.get(vietnamese.fold(match[0]), match[0])

    return _TOKEN.sub(put, text)


# Diacritics


def _with_marks(text: str, found: Sequence[Hit]) -> str:
    """Return the text with the diacritics that its words bear in the best hits, where these leave no doubt.

    Words typed without any are given theirs; those typed with some are changed only when no hit has them so.
    """
    asked = syllables(text)
    forms = _Forms(asked)
    for hit in found[:_READ_HITS]:
        for passage in (hit.title, *(html.unescape(_TAG.sub("", str(part))) for part in hit.highlights)):
            forms.read(passage)
    means_marks = any(folded != written for folded, written in asked)
    meant = iter([forms.best(place, means_marks=means_marks) for place in range(len(asked))])

    def put(match: re.Match[str]) -> str:
        form = next(meant, "")
        return form if form and vietnamese.canonical(match[0]) != form else match[0]

    # Marks that no letter composes with would part words otherwise than the analysis does.
    return _TOKEN.sub(put, text) if len(_TOKEN.findall(text)) == len(asked) else text


class _Forms:
    """How the words of a query are written in texts, beside which neighbours."""

    def __init__(self, asked: Sequence[Syllable]) -> None:
        self._asked = asked
        self._alone: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._beside: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        self._wanted = {folded for folded, _ in asked}

    def read(self, text: str) -> None:
        """Count the forms of a text."""
        before: Syllable | None = None
        for syllable in syllables(text):
            folded, written = syllable
            if folded in self._wanted:
                self._alone[folded][written] += 1
                if before and before[0] in self._wanted:
                    self._beside[before[0], folded][before[1], written] += 1
            before = syllable

    def best(self, place: int, *, means_marks: bool) -> str:
        """Return the form of a word of the query, empty where it is as it should be or nothing is clear."""
        folded, written = self._asked[place]
        if not folded.isalpha() or (means_marks and self._alone[folded][written]):
            return ""
        votes = Counter(self._alone[folded])
        for form, count in self._neighbours(place):
            votes[form] += _NEIGHBOUR_VOTES * count
        total = sum(votes.values())
        form, count = max(sorted(votes.items()), key=lambda item: item[1], default=("", 0))
        return form if total and count >= _CLEAR_SHARE * total else ""

    def _neighbours(self, place: int) -> Iterable[tuple[str, int]]:
        words = [folded for folded, _ in self._asked]
        if place:
            for (_, form), count in self._beside[words[place - 1], words[place]].items():
                yield form, count
        if place + 1 < len(words):
            for (form, _), count in self._beside[words[place], words[place + 1]].items():
                yield form, count
