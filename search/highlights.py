"""Highlights: the best passages of a text, with what was found marked, as safe HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search import vietnamese
from search.engines.analysis import known_syllables, syllables
from search.query import SearchQuery

PASSAGE_LENGTH = 220
#: Beyond this a text is not looked through: a book costs no more than a long decree.
_LOOK_THROUGH = 60_000
_MAX_MATCHES = 400
_WORD = re.compile(r"[^\W_]+")
#: What may stand between two found words that share a mark: blanks, or the signs of a document number.
#: What parts the words of a name that stands for another.
_BETWEEN = re.compile(r"[\s/.–-]+")
_GAP = re.compile(r"\s*|[/.–-]")


@dataclass(frozen=True)
class _Match:
    start: int
    end: int
    word: str
    is_exact: bool


class Marker:
    """Finds a query's words in texts, whatever their diacritics, and prefers those written as asked."""

    def __init__(self, query: SearchQuery) -> None:
        written = [word for term in query.wanted for word in _WORD.findall(vietnamese.canonical(term.text))]
        self._written = frozenset(written)
        self._has_marks = any(vietnamese.fold(word) != word for word in written)
        folded = sorted({vietnamese.fold(word) for word in written}, key=len, reverse=True)
        self._count = len(folded)
        self._folded = frozenset(folded)
        others = {
            tuple(one for one, _ in syllables(text)) for synonym in query.synonyms for text in synonym.others
        }
        self._others = sorted(filter(None, others), key=len, reverse=True)
        #: Words to look at in a text; all others are passed over.
        self._looked_for = self._folded.union(*self._others)
        self._seen: dict[str, list[_Match]] = {}

    def passages(self, *texts: str) -> tuple[SafeString, ...]:
        """Return one marked passage of each text that has a match; else the beginning of the first text."""
        found = [(text, matches) for text in texts if (matches := self._matches(text))]
        if not found:
            beginning = next((text for text in texts if text), "")
            return (_render(beginning, 0, []),) if beginning else ()
        return tuple(_render(text, _best_start(matches), matches) for text, matches in found)

    def place(self, text: str) -> int | None:
        """Return where the best passage of a text begins, None when it has less than half of the words."""
        matches = self._matches(text)
        if not matches:
            return None
        start = _best_start(matches)
        near = {match.word for match in matches if start <= match.start <= start + PASSAGE_LENGTH}
        return start if 2 * len(near) >= self._count else None

    def _matches(self, text: str) -> list[_Match]:
        if text not in self._seen:
            self._seen[text] = self._find(text)
        return self._seen[text]

    def _find(self, text: str) -> list[_Match]:
        """Return where the query's words stand; a folded match counts only where none is as written."""
        if not self._looked_for or not text:
            return []
        text = text[:_LOOK_THROUGH]
        matches = self._found_words(text)
        exact = {match.word for match in matches if match.is_exact}
        return [match for match in matches if match.is_exact or match.word not in exact]

    def _found_words(self, text: str) -> list[_Match]:
        """Look at each word of a text, most of which were folded before."""
        looked_for, folded_of = self._looked_for, known_syllables()
        found = [
            (match.start(), match.end(), *folded_of[match[0]])
            for match in _WORD.finditer(text)
            if folded_of[match[0]][0] in looked_for
        ]
        matches: list[_Match] = []
        place = 0
        while place < len(found) and len(matches) < _MAX_MATCHES:
            start, end, folded, written = found[place]
            size = self._other_at(text, found, place) if self._others else 0
            if size:
                matches.append(
                    _Match(
                        start,
                        found[place + size - 1][1],
                        " ".join(one[2] for one in found[place : place + size]),
                        is_exact=True,
                    )
                )
            elif folded in self._folded:
                matches.append(_Match(start, end, folded, not self._has_marks or written in self._written))
            place += size or 1
        return matches

    def _other_at(self, text: str, found: list[tuple[int, int, str, str]], place: int) -> int:
        """Return how many words from this place on stand, side by side, for words of the query; 0 when they do not."""
        for other in self._others:
            part = found[place : place + len(other)]
            if tuple(one[2] for one in part) == other and all(
                _BETWEEN.fullmatch(text, left[1], right[0]) for left, right in pairwise(part)
            ):
                return len(other)
        return 0


def _best_start(matches: list[_Match]) -> int:
    """Return where the passage with the most different words begins, counting those as written double."""
    best, best_value = 0, -1
    for index, first in enumerate(matches):
        words: dict[str, int] = {}
        for match in matches[index : index + 40]:
            if match.end - first.start > PASSAGE_LENGTH:
                break
            words[match.word] = max(words.get(match.word, 0), 2 if match.is_exact else 1)
        value = sum(words.values())
        if value > best_value:
            best, best_value = index, value
    return matches[best].start


def _render(text: str, focus: int, matches: list[_Match]) -> SafeString:
    """Return the passage around `focus`, escaped, neighbouring words within one mark."""
    start, end = _bounds(text, focus)
    parts = ["… " if start else ""]
    position = start
    for left, right in _joined(
        text, [match for match in matches if start <= match.start and match.end <= end]
    ):
        parts += [escape(text[position:left]), "<mark>", escape(text[left:right]), "</mark>"]
        position = right
    parts += [escape(text[position:end]), " …" if end < len(text) else ""]
    # Every piece of the text was escaped above; only the marks are our own.
    return mark_safe("".join(parts))  # noqa: S308


def _bounds(text: str, focus: int) -> tuple[int, int]:
    """Return a passage around a place, cut between words."""
    start = max(0, focus - PASSAGE_LENGTH // 4)
    if start:
        blank = text.find(" ", start, focus)
        start = blank + 1 if blank >= 0 else focus
    end = min(len(text), start + PASSAGE_LENGTH)
    if end < len(text):
        blank = text.rfind(" ", max(start, focus) + 1, end)
        end = blank if blank > focus else end
    return start, end


def _joined(text: str, matches: list[_Match]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for match in matches:
        if spans and _GAP.fullmatch(text, spans[-1][1], match.start):
            spans[-1] = (spans[-1][0], match.end)
        else:
            spans.append((match.start, match.end))
    return spans
