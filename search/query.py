"""What a reader asked: parsed once, bounded, and the same for every engine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from search import vietnamese
from search.enums import FACETS, Kind, Sort, Unit

#: Longer input is cut, and the page says so: a hostile query costs no more than a long ordinary one.
MAX_LENGTH = 300
MAX_WORDS = 32
DEFAULT_PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
#: How many hits of a query can be paged through; it bounds the cost of a page.
MAX_HITS = 1000

_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)
_TERM = re.compile(r'(?<!\S)(?P<minus>-?)(?:"(?P<phrase>[^"]+)"|(?P<word>\S+))')
#: A number may be typed with blanks for its signs; so many words are read together.
_NUMBER_WINDOW = 6
_MAX_NUMBERS = 12


@dataclass(frozen=True)
class Term:
    """A word or a quoted phrase, as typed."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Synonym:
    """Words of a query, folded, and the other texts that mean the same: abbreviation and full name."""

    words: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """A query with its filters, order and page."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    #: The chosen codes of each facet that has any; a hit has one of each.
    selections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dated_from: date | None = None
    dated_to: date | None = None
    #: The day whose state is asked for: what was published by then, with the status it had.
    as_of: date | None = None
    #: Source and key of the one record whose parts are asked for.
    within: tuple[str, str] | None = None
    unit: Unit = Unit.RECORD
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE
    is_shortened: bool = False
    #: What editors say that words of it mean as well.
    synonyms: tuple[Synonym, ...] = ()
    #: Paths of the records that editors put first.
    pinned: tuple[str, ...] = ()

    @classmethod
    def parse(
        cls, text: str, *, selections: Mapping[str, Iterable[str]] | None = None, **others: Any
    ) -> SearchQuery:
        """Read the query language: words, "a phrase", -word. Nothing typed is an error."""
        cleaned = _clean(text)
        terms = tuple(_terms(cleaned[:MAX_LENGTH]))
        chosen = selections or {}
        return cls(
            text=cleaned[:MAX_LENGTH],
            terms=terms[:MAX_WORDS],
            selections={
                name: tuple(dict.fromkeys(str(code) for code in chosen[name]))
                for name in FACETS
                if chosen.get(name)
            },
            is_shortened=len(cleaned) > MAX_LENGTH or len(terms) > MAX_WORDS,
            **others,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked at all."""
        return not (self.terms or self.is_narrowed)

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.selections or self.dated_from or self.dated_to or self.as_of)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The chosen kinds."""
        return tuple(Kind(code) for code in self.selections.get("kind", ()))

    @property
    def last_day(self) -> date | None:
        """The last day that a hit may be of."""
        return min((day for day in (self.dated_to, self.as_of) if day), default=None)

    @property
    def offset(self) -> int:
        """How many hits stand before this page."""
        return (self.page - 1) * self.page_size

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that a hit should have."""
        return tuple(term for term in self.terms if not term.is_excluded)

    @property
    def meaning(self) -> str:
        """The text with all that its words mean as well, for the learned layer."""
        names = (other for synonym in self.synonyms if len(synonym.words) == 1 for other in synonym.others)
        return " ".join([self.text, *names])

    @property
    def number_keys(self) -> tuple[str, ...]:
        """The document numbers named in the query, in whatever spelling, as keys to compare by."""
        words = [word for term in self.wanted for word in term.text.split()]
        candidates = [" ".join(words)]
        for start, word in enumerate(words):
            if any(character.isdigit() for character in word):
                candidates += [
                    " ".join(words[start:end]) for end in range(start + 1, start + _NUMBER_WINDOW + 1)
                ]
        keys = (vietnamese.number_key(text) for text in candidates if vietnamese.looks_like_number(text))
        return tuple(dict.fromkeys(filter(None, keys)))[:_MAX_NUMBERS]


def _clean(text: str) -> str:
    """Bring the input to one form of Unicode, without control characters and with single blanks."""
    # Cut before the costly steps; composing can only make the text shorter, so a margin is enough.
    text = vietnamese.normalize(text[: MAX_LENGTH * 8]).translate(_QUOTES)
    visible = (" " if unicodedata.category(character)[0] in "CZ" else character for character in text)
    return " ".join("".join(visible).split())


def _terms(text: str) -> list[Term]:
    terms = []
    for match in _TERM.finditer(text):
        content = (match["phrase"] or match["word"]).replace('"', " ").strip()
        if any(character.isalnum() for character in content):
            terms.append(
                Term(content, is_phrase=match["phrase"] is not None, is_excluded=bool(match["minus"]))
            )
    return terms
