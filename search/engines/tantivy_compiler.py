"""Compiler of search queries for tantivy.

The folded fields alone decide what is found, so that diacritics never hide a hit; the fields as written only add to
the score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import tantivy
from tantivy import Occur, Query

from search import ranking
from search.engines.tantivy_mapping import SCHEMA, TEXT_FIELDS, folded, syllables, written
from search.enums import Sort
from search.query import SearchQuery, Term

#: A syllable without diacritics, and as it was typed.
Syllable = tuple[str, str]
#: Names the folded or the written form of a field.
Form = Callable[[str], str]

#: The query bounds its words; this bounds the syllables of words such as "a/b/c/d".
_MAX_SYLLABLES = 64


def compile_hits(query: SearchQuery) -> tantivy.Query:
    """Return the query whose hits are listed, in the order of their score."""
    return _filtered(query, _wanted(query, is_scored=query.sort is Sort.RELEVANCE), without="")


def compile_counts(query: SearchQuery, *, without: str) -> tantivy.Query:
    """Return the query whose hits are counted for a facet, without the filter that is its own."""
    return _filtered(query, _wanted(query, is_scored=False), without=without)


def _filtered(query: SearchQuery, wanted: tantivy.Query, *, without: str) -> tantivy.Query:
    clauses = [(Occur.Must, wanted)]
    if query.kinds and without != "kind":
        kinds = Query.term_set_query(SCHEMA, "kind", [str(kind) for kind in query.kinds])
        clauses.append((Occur.Must, Query.const_score_query(kinds, 0.0)))
    clauses += [(Occur.MustNot, _excluded(term)) for term in query.terms if term.is_excluded]
    return Query.boolean_query(clauses)


def _wanted(query: SearchQuery, *, is_scored: bool) -> tantivy.Query:
    """Find the text, or the document whose number it is; unscored, the same hits are found with less work."""
    if not query.wanted:
        return Query.all_query()
    words: list[Syllable] = []
    phrases: list[list[Syllable]] = []
    for term in query.wanted:
        found = syllables(term.text)
        if term.is_phrase:
            phrases.append(found[:_MAX_SYLLABLES])
        else:
            words += found
    text = _text(words[:_MAX_SYLLABLES], [phrase for phrase in phrases if phrase], is_scored=is_scored)
    return _any([text, *(number for key in query.number_keys for number in _number(key))])


def _number(key: str) -> list[tantivy.Query]:
    """Find the document with this number, and those whose number begins with it."""
    # A key has lower-case letters, digits and hyphens only. After a digit comes a new part: 24 is not 241.
    longer = Query.regex_query(SCHEMA, "number_key", f"{key}-.*" if key[-1].isdigit() else f"{key}.+")
    return [
        Query.const_score_query(_term("number_key", key), ranking.NUMBER_STEP),
        Query.const_score_query(longer, ranking.NUMBER_PREFIX_STEP),
    ]


def _text(
    words: Sequence[Syllable], phrases: Sequence[Sequence[Syllable]], *, is_scored: bool
) -> tantivy.Query:
    # A word said twice counts once: it costs nothing and cannot make up for a word that is missing.
    different = list(dict.fromkeys(words))
    clauses = [(Occur.Must, _phrase([word for word, _ in phrase], folded)) for phrase in phrases]
    if words:
        clauses.append((Occur.Must, _words([_anywhere(word, folded) for word, _ in different])))
    if not clauses:
        return Query.empty_query()
    if is_scored:
        # Who types no diacritics at all means no particular ones; who types some means those of every word.
        if any(as_folded != as_written for part in (words, *phrases) for as_folded, as_written in part):
            clauses.append((Occur.Should, _as_written(different, phrases)))
            clauses += [(Occur.Should, pair) for pair in _pairs([word for _, word in words], written)]
        else:
            clauses += [(Occur.Should, pair) for pair in _pairs([word for word, _ in words], folded)]
    return Query.boolean_query(clauses)


def _words(found: Sequence[tantivy.Query]) -> tantivy.Query:
    return Query.boolean_query(
        [(Occur.Should, query) for query in found],
        minimum_number_should_match=ranking.required_words(len(found)),
    )


def _anywhere(word: str, form: Form, share: float = 1.0) -> tantivy.Query:
    """Find a syllable in any field."""
    return _any(
        [
            Query.boost_query(_term(form(name), word), weight * share)
            for name, weight in ranking.FIELD_WEIGHTS.items()
        ]
    )


def _pairs(words: Sequence[str], form: Form) -> list[tantivy.Query]:
    """Add weight where two neighbouring syllables of the query stand side by side."""
    return [
        Query.boost_query(Query.phrase_query(SCHEMA, form(name), list(pair)), weight)
        for pair in dict.fromkeys(pairwise(words))
        for name, weight in ranking.PAIR_WEIGHTS.items()
    ]


def _phrase(words: Sequence[str], form: Form) -> tantivy.Query:
    """Find syllables side by side in any field."""
    if len(words) == 1:
        return _any([_term(form(name), words[0]) for name in TEXT_FIELDS])
    return _any([Query.phrase_query(SCHEMA, form(name), list(words)) for name in TEXT_FIELDS])


def _as_written(words: Sequence[Syllable], phrases: Sequence[Sequence[Syllable]]) -> tantivy.Query:
    """Lift the hits that have the query with its diacritics above all that have it without."""
    clauses = [(Occur.Must, _phrase([word for _, word in phrase], written)) for phrase in phrases]
    if words:
        found = [_anywhere(word, written, ranking.WRITTEN_SHARE) for _, word in words]
        clauses.append((Occur.Must, _words(found)))
    step = Query.const_score_query(Query.all_query(), ranking.WRITTEN_STEP)
    return Query.boolean_query([*clauses, (Occur.Must, step)])


def _excluded(term: Term) -> tantivy.Query:
    """Exclude what was typed and no more: with diacritics only those, without any."""
    found = syllables(term.text)[:_MAX_SYLLABLES]
    if not found:
        return Query.empty_query()
    if any(as_folded != as_written for as_folded, as_written in found):
        return _phrase([as_written for _, as_written in found], written)
    return _phrase([as_folded for as_folded, _ in found], folded)


def _term(field: str, value: str) -> tantivy.Query:
    return Query.term_query(SCHEMA, field, value)


def _any(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])
