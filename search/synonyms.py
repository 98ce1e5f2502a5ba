"""Synonyms in a query: which words of it mean something else as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from search.engines.analysis import syllables
from search.models import SynonymGroup
from search.models.synonyms import forms_of
from search.query import SearchQuery, Synonym

SHIPPED: Final = Path(__file__).parent / "resources/synonyms.txt"
#: A query full of abbreviations costs no more than one with these.
_MOST_SYNONYMS: Final = 8

Words = tuple[str, ...]


def synonyms_of(query: SearchQuery, groups: Iterable[str] | None = None) -> tuple[Synonym, ...]:
    """Return what words of the query mean as well, by these groups or those that editors keep (one database query)."""
    # A quoted phrase means what it says, and a number is no name.
    terms = [term.text for term in query.wanted if not term.is_phrase]
    if not terms or query.number_keys:
        return ()
    known = _known(tuple(SynonymGroup.objects.values_list("terms", flat=True) if groups is None else groups))
    words = [folded for term in terms for folded, _written in syllables(term)]
    found: dict[Synonym, None] = {}
    for start, word in enumerate(words):
        for form, others in known.get(word, ()):
            if tuple(words[start : start + len(form)]) == form:
                found[Synonym(form, others)] = None
    return tuple(found)[:_MOST_SYNONYMS]


@lru_cache(maxsize=4)
def _known(groups: tuple[str, ...]) -> dict[str, list[tuple[Words, tuple[str, ...]]]]:
    """Return, by first word, every form of all groups with the other forms; the longest first."""
    known: defaultdict[str, list[tuple[Words, tuple[str, ...]]]] = defaultdict(list)
    for terms in groups:
        forms = [(tuple(folded for folded, _ in syllables(form)), form) for form in forms_of(terms)]
        for words, form in forms:
            others = tuple(other for folded, other in forms if folded and folded != words and other != form)
            if words and others:
                known[words[0]].append((words, others))
    for listed in known.values():
        listed.sort(key=lambda one: -len(one[0]))
    return dict(known)


def shipped() -> Iterable[str]:
    """Return the groups that come with the portal."""
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    return [", ".join(forms_of(line)) for line in lines if line.strip() and not line.startswith("#")]
