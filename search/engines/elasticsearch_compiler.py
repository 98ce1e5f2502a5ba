"""Compiler of search plans for Elasticsearch."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from elasticsearch_dsl import A, Q, Search
from elasticsearch_dsl.query import Query

from search import ranking
from search.engines.plan import Beginning, Phrase, Plan, number_pattern, status_day
from search.engines.rows import (
    FOLDED,
    NAMES,
    PAIRS,
    PLAIN_FACETS,
    STATUS_SLOTS,
    WRITTEN,
    record_key,
    units_found,
)
from search.enums import FACETS, Sort, Unit
from search.query import SearchQuery

#: Facets are counted up to so many values.
MOST_VALUES: Final = 200
#: The aggregation that tells how many hits there are whatever is chosen in the facets.
FOUND: Final = "found"

_ORDERS: Final[dict[Sort, list[Any]]] = {
    Sort.RELEVANCE: ["_score", "entry_key"],
    Sort.NEWEST: [{"day": {"order": "desc", "missing": "_last"}}, "entry_key"],
    Sort.OLDEST: [{"day": {"order": "asc", "missing": "_last"}}, "entry_key"],
}


def compile_search(
    plan: Plan, query: SearchQuery, *, start: int, size: int, is_loose: bool = False
) -> Search:
    """Return the request for hits and facets.

    What is chosen in the facets filters the hits only after the counting, each count by the choices of the others.
    """
    search = Search().query(_wanted(plan, query, is_loose=is_loose)).extra(track_total_hits=True)
    chosen = _selections(query)
    if chosen:
        search = search.post_filter(Q("bool", filter=list(chosen.values())))
    search = search.sort(*_ORDERS[query.sort])[start : start + size]
    search.aggs.bucket(FOUND, A("filter", Q("match_all")))
    for name in FACETS:
        others = [condition for other, condition in chosen.items() if other != name]
        counted = search.aggs.bucket(name, A("filter", Q("bool", filter=others)))
        if name in PLAIN_FACETS:
            counted.bucket("codes", A("terms", field=name, size=MOST_VALUES))
        else:
            _count_statuses(counted, status_day(query))
    return search


def compile_beginning(beginning: Beginning, *, size: int) -> Search:
    """Return the request for records whose title or number begins with what is typed."""
    typed = [_term(NAMES, word) for word in beginning.words]
    found = [Q("bool", must=[*typed, Q("prefix", **{NAMES: beginning.last})])]
    if beginning.number_key:
        found += _number(beginning.number_key)
    wanted = Q("bool", should=found, minimum_should_match=1, filter=[_term("unit", str(Unit.RECORD))])
    return Search().query(wanted).sort("_score", "entry_key").extra(track_total_hits=False)[:size]


def compile_frequencies(words: Collection[str]) -> Search:
    """Return the request that counts the entries with each folded word."""
    search = Search().extra(track_total_hits=False)[:0]
    search.aggs.bucket("words", A("filters", filters={word: _term(FOLDED, word) for word in words}))
    return search


def _count_statuses(counted: Any, day: int) -> None:
    for slot in STATUS_SLOTS:
        lasting = counted.bucket(f"slot_{slot}", A("filter", Q("bool", filter=_lasting(slot, day))))
        lasting.bucket("codes", A("terms", field=f"status_{slot}", size=MOST_VALUES))


def _wanted(plan: Plan, query: SearchQuery, *, is_loose: bool) -> Query:
    """Find the text, or the document whose number it is, within the filters that are no facets."""
    wanted: list[Query] = []
    if not plan.is_open:
        found = [number for key in plan.number_keys for number in _number(key)]
        found += [
            _constant(_term("path", path), ranking.PIN_STEP * (len(plan.pinned) - place))
            for place, path in enumerate(plan.pinned)
        ]
        if plan.has_text:
            found.append(_text(plan, is_loose=is_loose))
        wanted = [Q("bool", should=found, minimum_should_match=1) if found else Q("match_none")]
    return Q(
        "bool",
        **{"must" if plan.is_scored else "filter": wanted + ([] if plan.is_scored else _bounds(query))},
        **({"filter": _bounds(query)} if plan.is_scored else {}),
        **({"should": [_in_force(status_day(query))]} if plan.has_force_step and not is_loose else {}),
        must_not=[_phrase(phrase) for phrase in plan.excluded],
    )


def _in_force(day: int) -> Query:
    ended = Q("range", ended_day={"gte": 1, "lte": day})
    return _constant(Q("bool", must_not=[ended]), ranking.IN_FORCE_STEP)


def _bounds(query: SearchQuery) -> list[Query]:
    """Return the filters that are no facets."""
    filters = [Q("terms", unit=list(units_found(query.unit, has_day=query.as_of is not None)))]
    if query.as_of:
        day = query.as_of.toordinal()
        filters += [Q("range", held_start={"lte": day}), Q("range", held_end={"gt": day})]
    if query.within:
        filters.append(_term("record", record_key(*query.within)))
    first, last = query.dated_from, query.last_day
    if first or last:
        limits = {"gte": first.toordinal() if first else None, "lte": last.toordinal() if last else None}
        filters.append(Q("range", day={name: day for name, day in limits.items() if day is not None}))
    return filters


def _selections(query: SearchQuery) -> dict[str, Query]:
    day = status_day(query)
    return {
        name: _status(codes, day) if name == "status" else Q("terms", **{name: list(codes)})
        for name, codes in query.selections.items()
    }


def _number(key: str) -> list[Query]:
    """Find the document with this number, and those whose number begins with it."""
    beginning, rest = number_pattern(key)
    pattern = f"{beginning}?*" if rest else f"{beginning}*"
    return [
        _constant(_term("number_key", key), ranking.NUMBER_STEP),
        _constant(Q("wildcard", number_key={"value": pattern}), ranking.NUMBER_PREFIX_STEP),
    ]


def _text(plan: Plan, *, is_loose: bool) -> Query:
    must = [_phrase(phrase) for phrase in plan.phrases_in(FOLDED)]
    if plan.words:
        must.append(_words(plan, FOLDED, is_loose=is_loose))
    should: list[Query] = []
    if plan.is_scored:
        if plan.means_marks:
            should.append(_as_written(plan))
            should += [_term(WRITTEN, word, ranking.WRITTEN_SHARE) for word in plan.written_words]
        should += [_term(PAIRS, side, ranking.PAIR_WEIGHT) for side in plan.sides]
    return Q("bool", must=must, should=should)


def _as_written(plan: Plan) -> Query:
    """Lift the hits that have the query with its diacritics above all that have it without."""
    clauses = [_phrase(phrase) for phrase in plan.phrases_in(WRITTEN)]
    if plan.words:
        clauses.append(_words(plan, WRITTEN, is_loose=False))
    return _constant(Q("bool", filter=clauses), ranking.WRITTEN_STEP)


def _words(plan: Plan, field: str, *, is_loose: bool) -> Query:
    found = plan.choices(field)
    return Q(
        "bool",
        should=[_word(field, word, others) for word, others in found],
        minimum_should_match=Plan.required(len(found), is_loose=is_loose),
    )


def _word(field: str, word: str, others: Sequence[tuple[Phrase, float]]) -> Query:
    """Find a word or what stands for it; the better of them counts."""
    if not others:
        return _term(field, word)
    weighted = [_phrase(phrase, weight) for phrase, weight in others]
    return Q("dis_max", queries=[_term(field, word), *weighted])


def _phrase(phrase: Phrase, boost: float = 1.0) -> Query:
    if len(phrase.words) == 1:
        return _term(phrase.field, phrase.words[0], boost)
    return Q("match_phrase", **{phrase.field: {"query": " ".join(phrase.words), "boost": boost}})


def _status(codes: Sequence[str], day: int) -> Query:
    found = [
        Q("bool", filter=[Q("terms", **{f"status_{slot}": list(codes)}), *_lasting(slot, day)])
        for slot in STATUS_SLOTS
    ]
    return Q("bool", should=found, minimum_should_match=1)


def _lasting(slot: int, day: int) -> list[Query]:
    """Return the filters for a period that holds on a day."""
    return [
        Q("range", **{f"status_{slot}_start": {"lte": day}}),
        Q("range", **{f"status_{slot}_end": {"gt": day}}),
    ]


def _constant(query: Query, score: float) -> Query:
    return Q("constant_score", filter=query, boost=score)


def _term(field: str, value: str, boost: float = 1.0) -> Query:
    return Q("term", **{field: {"value": value, "boost": boost}})
