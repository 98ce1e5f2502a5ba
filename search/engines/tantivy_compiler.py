"""Compiler of search plans for tantivy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from search import ranking
from search.engines.plan import Beginning, Phrase, Plan, number_pattern, status_day
from search.engines.rows import FOLDED, NAMES, PAIRS, STATUS_SLOTS, WRITTEN, record_key, units_found
from search.engines.tantivy_mapping import SCHEMA
from search.enums import Unit
from search.query import SearchQuery


def compile_hits(plan: Plan, query: SearchQuery, *, is_loose: bool = False) -> tantivy.Query:
    """Return the query whose hits are listed, in the order of their score."""
    wanted = _wanted(plan, is_scored=plan.is_scored, is_loose=is_loose)
    if plan.has_force_step and not is_loose:
        wanted = Query.boolean_query([(Occur.Must, wanted), (Occur.Should, _in_force(status_day(query)))])
    return _filtered(plan, query, wanted, without="")


def compile_counts(
    plan: Plan, query: SearchQuery, *, without: str = "", is_loose: bool = False
) -> tantivy.Query:
    """Return the query whose hits are counted for a facet, without the filter that is its own."""
    return _filtered(plan, query, _wanted(plan, is_scored=False, is_loose=is_loose), without=without)


def compile_found(plan: Plan, query: SearchQuery) -> tantivy.Query:
    """Return the query for all hits, whatever is chosen in the facets: they decide whether to ask for less."""
    wanted = _wanted(plan, is_scored=False, is_loose=False)
    return _all([wanted, *_bounds(query)], _excluded(plan))


def compile_status(base: tantivy.Query, slot: int, day: int) -> tantivy.Query:
    """Return the hits of a query whose status on a day stands in this slot."""
    return _all([base, *_lasting(slot, day)])


def compile_beginning(beginning: Beginning) -> tantivy.Query:
    """Return the query for records whose title or number begins with what is typed."""
    typed = [_term(NAMES, word) for word in beginning.words]
    # Only letters and digits: nothing that a pattern could mean otherwise.
    last = Query.regex_query(SCHEMA, NAMES, f"{beginning.last}.*")
    found = [_all([*typed, last])]
    if beginning.number_key:
        found += _number(beginning.number_key)
    return _all([_constant(_term("unit", Unit.RECORD)), _any(found)])


def compile_record(record: str) -> tantivy.Query:
    """Return the query for all rows of a record."""
    return _term("record", record)


def _filtered(plan: Plan, query: SearchQuery, wanted: tantivy.Query, *, without: str) -> tantivy.Query:
    chosen = [
        _status(codes, status_day(query)) if name == "status" else _one_of(name, codes)
        for name, codes in query.selections.items()
        if name != without
    ]
    return _all([wanted, *_bounds(query), *chosen], _excluded(plan))


def _bounds(query: SearchQuery) -> list[tantivy.Query]:
    """Return the filters that are no facets."""
    filters = [_constant(_term("unit", query.unit))]
    if query.as_of:
        day = query.as_of.toordinal()
        filters = [_one_of("unit", units_found(query.unit, has_day=True))]
        filters += [_days("held_start", None, day), _days("held_end", day + 1, None)]
    if query.within:
        filters.append(_constant(_term("record", record_key(*query.within))))
    first, last = query.dated_from, query.last_day
    if first or last:
        filters.append(_days("day", first.toordinal() if first else None, last.toordinal() if last else None))
    return filters


def _excluded(plan: Plan) -> list[tantivy.Query]:
    return [_phrase(phrase) for phrase in plan.excluded]


def _wanted(plan: Plan, *, is_scored: bool, is_loose: bool) -> tantivy.Query:
    """Find the text, or the document whose number it is; unscored, the same hits are found with less work."""
    if plan.is_open:
        return _constant(Query.all_query())
    found = [number for key in plan.number_keys for number in _number(key)]
    found += [
        Query.const_score_query(_term("path", path), ranking.PIN_STEP * (len(plan.pinned) - place))
        for place, path in enumerate(plan.pinned)
    ]
    if plan.has_text:
        found.append(_text(plan, is_scored=is_scored, is_loose=is_loose))
    return _any(found) if found else Query.empty_query()


def _number(key: str) -> list[tantivy.Query]:
    """Find the document with this number, and those whose number begins with it."""
    beginning, rest = number_pattern(key)
    longer = Query.regex_query(SCHEMA, "number_key", f"{beginning}{'.+' if rest else '.*'}")
    return [
        Query.const_score_query(_term("number_key", key), ranking.NUMBER_STEP),
        Query.const_score_query(longer, ranking.NUMBER_PREFIX_STEP),
    ]


def _text(plan: Plan, *, is_scored: bool, is_loose: bool) -> tantivy.Query:
    clauses = [(Occur.Must, _phrase(phrase)) for phrase in plan.phrases_in(FOLDED)]
    if plan.words:
        clauses.append((Occur.Must, _words(plan, FOLDED, is_loose=is_loose)))
    if is_scored:
        if plan.means_marks:
            clauses.append((Occur.Should, _as_written(plan)))
            clauses += [
                (Occur.Should, Query.boost_query(_term(WRITTEN, word), ranking.WRITTEN_SHARE))
                for word in plan.written_words
            ]
        clauses += [
            (Occur.Should, Query.boost_query(_term(PAIRS, side), ranking.PAIR_WEIGHT)) for side in plan.sides
        ]
    return Query.boolean_query(clauses)


def _as_written(plan: Plan) -> tantivy.Query:
    """Lift the hits that have the query with its diacritics above all that have it without."""
    clauses = [_phrase(phrase) for phrase in plan.phrases_in(WRITTEN)]
    if plan.words:
        clauses.append(_words(plan, WRITTEN, is_loose=False))
    return Query.const_score_query(_all(clauses), ranking.WRITTEN_STEP)


def _words(plan: Plan, field: str, *, is_loose: bool) -> tantivy.Query:
    found = plan.choices(field)
    return Query.boolean_query(
        [(Occur.Should, _word(field, word, others)) for word, others in found],
        minimum_number_should_match=Plan.required(len(found), is_loose=is_loose),
    )


def _word(field: str, word: str, others: Sequence[tuple[Phrase, float]]) -> tantivy.Query:
    """Find a word or what stands for it; the better of them counts."""
    if not others:
        return _term(field, word)
    weighted = [Query.boost_query(_phrase(phrase), weight) for phrase, weight in others]
    return Query.disjunction_max_query([_term(field, word), *weighted])


def _in_force(day: int) -> tantivy.Query:
    ended = Query.range_query(SCHEMA, "ended_day", FieldType.Integer, 1, day)
    in_force = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, ended)])
    return Query.const_score_query(in_force, ranking.IN_FORCE_STEP)


def _phrase(phrase: Phrase) -> tantivy.Query:
    if len(phrase.words) == 1:
        return _term(phrase.field, phrase.words[0])
    return Query.phrase_query(SCHEMA, phrase.field, list(phrase.words))


def _status(codes: Sequence[str], day: int) -> tantivy.Query:
    found = [_all([_one_of(f"status_{slot}", codes), *_lasting(slot, day)]) for slot in STATUS_SLOTS]
    return _constant(_any(found))


def _lasting(slot: int, day: int) -> list[tantivy.Query]:
    """Return the filters for a period that holds on a day."""
    return [_days(f"status_{slot}_start", None, day), _days(f"status_{slot}_end", day + 1, None)]


def _days(field: str, first: int | None, last: int | None) -> tantivy.Query:
    return _constant(Query.range_query(SCHEMA, field, FieldType.Integer, first, last))


def _one_of(field: str, codes: Sequence[str]) -> tantivy.Query:
    return _constant(Query.term_set_query(SCHEMA, field, list(codes)))


def _constant(query: tantivy.Query) -> tantivy.Query:
    return Query.const_score_query(query, 0.0)


def _term(field: str, value: str) -> tantivy.Query:
    return Query.term_query(SCHEMA, field, value)


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: Iterable[tantivy.Query], without: Iterable[tantivy.Query] = ()) -> tantivy.Query:
    return Query.boolean_query(
        [*((Occur.Must, query) for query in queries), *((Occur.MustNot, query) for query in without)]
    )
