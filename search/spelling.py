"""Did you mean: words that stand nowhere, replaced by the most frequent ones that look alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from search import vietnamese
from search.engines.analysis import syllables
from search.engines.base import SearchEngine
from search.query import SearchQuery
from search.syllables import is_folded_syllable

#: So many unknown words are corrected at most; a sentence of them is no slip.
_MOST_UNKNOWN: Final = 4
_LETTERS: Final = "abcdeghiklmnopqrstuvxy"
#: Keys of Telex that were typed with the keyboard switched off: tone letters, doubled vowels, dd and w.
_TELEX_TONE: Final = re.compile("[sfrxj](?=[a-z]?$)")
_TELEX_SHAPES: Final = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("w", ""))


def suggestion(query: SearchQuery, engine: SearchEngine) -> str | None:
    """Return the query with its unknown words corrected, None when there is nothing to correct or no better."""
    typed = {word: [folded for folded, _ in syllables(word)] for word in query.text.split()}
    folded = {part for parts in typed.values() for part in parts if part.isalpha()}
    frequencies = engine.frequencies(folded)
    unknown = [part for part in sorted(folded) if not frequencies.get(part)]
    if not unknown or len(unknown) > _MOST_UNKNOWN:
        return None
    better = {part: best for part in unknown if (best := _best(part, engine))}
    if not better:
        return None
    words = [
        vietnamese.fold(word).replace(parts[0], better[parts[0]])
        if len(parts) == 1 and parts[0] in better
        else word
        for word, parts in ((word, typed[word]) for word in query.text.split())
    ]
    corrected = " ".join(words)
    found = engine.search(replace(SearchQuery.parse(corrected), selections=query.selections, page_size=1))
    return corrected if found.count and corrected != query.text else None


def _best(word: str, engine: SearchEngine) -> str:
    """Return the most frequent word that one slip away stands in the index, empty when none does."""
    for candidates in (set(_from_telex(word)), set(_one_slip_away(word))):
        known = _known(candidates - {word}, engine)
        if known:
            return max(sorted(known), key=lambda candidate: known[candidate])
    return ""


def _known(candidates: Collection[str], engine: SearchEngine) -> dict[str, int]:
    frequencies = engine.frequencies(sorted(candidates))
    return {word: count for word, count in frequencies.items() if count}


def _from_telex(word: str) -> Iterator[str]:
    """Return the folded syllable that the keys of Telex would have made."""
    plain = _TELEX_TONE.sub("", word, count=1)
    for keys, letter in _TELEX_SHAPES:
        plain = plain.replace(keys, letter)
    if is_folded_syllable(plain):
        yield plain


def _one_slip_away(word: str) -> Iterator[str]:
    """Return the syllables with one letter less, more, other or two exchanged."""
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        candidates = [head + letter + tail for letter in _LETTERS]
        if tail:
            candidates += [head + tail[1:], *(head + letter + tail[1:] for letter in _LETTERS)]
        if len(tail) > 1:
            candidates.append(head + tail[1] + tail[0] + tail[2:])
        yield from filter(is_folded_syllable, candidates)
