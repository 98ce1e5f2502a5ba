"""The status of a document on every day, from its own dates and from what other documents do to it.

Acts and their effect (`relation_types.csv`, column `effect_on_target`):

- replaced, or repealed as a whole: expired from that day; of several the first counts;
- provisions replaced, repealed or reworded: partly expired from that day; a provision that is only added ends nothing;
- suspended, as a whole or in part: for the days of the suspension, which ends with its last day or with the act;
- corrected, consolidated, guided, cited: nothing.

An act counts from its own day, else from the day on which the acting document takes effect. A repeal, replacement or
suspension without either makes the status unknown from the day on which the acting document was issued, ever since
where that is not known either. It is void when the acting document was itself repealed before that day. A repeal,
suspension or amendment ends when a later document repeals it: when that names the acting provision or what holds it, or
when the acting document does nothing but repeal, suspend or amend. A replacement never ends: the third law does not
bring back the first.
A statement of the source ("hết hiệu lực") is later than any act that we know of and fills what acts and dates leave
open. It tells of the day of which it speaks, else of the day on which the portal learned of it; the time between the
last sign of life and that day is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gazette.documents.effect import effect_on
from gazette.documents.enums import EffectCode

AMENDS, REPLACES, REPEALS = "sua-doi-bo-sung", "thay-the", "bai-bo"
SUSPENDS = frozenset({"dinh-chi-thi-hanh", "tam-ngung-hieu-luc"})
CORRECTS, CONSOLIDATES = "dinh-chinh", "hop-nhat"
#: Relations that change the status of the document acted upon.
EFFECTIVE = frozenset({AMENDS, REPLACES, REPEALS, *SUSPENDS})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of itself."""

    key: int
    issued_on: date | None = None
    effective_on: date | None = None
    expired_on: date | None = None
    stated: str = ""
    #: The day of which the statement speaks, else that on which it became known.
    stated_on: date | None = None
    #: It does nothing but repeal, suspend or amend, so that repealing it undoes what it did.
    only_acts: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """What a document does to another; `by` is None where the portal does not hold the acting document."""

    kind: str
    by: int | None = None
    on: date | None = None
    until: date | None = None
    #: The provisions concerned, in words; empty means the whole document unless `is_partial`.
    provisions: tuple[str, ...] = ()
    is_partial: bool = False
    #: The provision of the acting document that does it, in the form of `provisions`.
    acting_provision: str = ""
    #: Nothing ends: the act only adds provisions.
    only_adds: bool = False
    relation: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the act concerns the whole document."""
        return not (self.provisions or self.is_partial)


@dataclass(frozen=True, slots=True)
class Event:
    """An act with its days in force: from `starts_on` until before `ends_on`, undone by `ended_by`."""

    act: Act
    starts_on: date
    ends_on: date | None = None
    ended_by: Act | None = None
    #: False: it counts from some day after `starts_on` that nobody says.
    is_day_known: bool = True


@dataclass(frozen=True, slots=True)
class Period:
    """A status from a day on (None: ever since) until the next period begins."""

    starts_on: date | None
    status: EffectCode


_OVER = frozenset({EffectCode.EXPIRED, EffectCode.UNSUITABLE})
#: Statements that began to be true some day: they say nothing of the days before they were made.
STATED_CHANGES = _OVER | {
    EffectCode.PARTIALLY_EXPIRED, EffectCode.SUSPENDED, EffectCode.PARTIALLY_SUSPENDED,
}  # fmt: skip
#: It ended some day before the source spoke, nobody says when.
_OPEN = "open"

_ARTICLE = re.compile(r"Điều (\d+)[a-zđ]?$")
_ARTICLES = re.compile(r"Điều (\d+) đến Điều (\d+)")


def merged(records: Sequence[Facts]) -> Facts:
    """Return what several records of one law say together, the one that stands for it first."""
    first = records[0]
    speaking = [one for one in records if one.stated]
    latest = max(speaking, key=lambda one: one.stated_on or date.min, default=first)
    return Facts(
        key=first.key,
        issued_on=next((one.issued_on for one in records if one.issued_on), None),
        effective_on=next((one.effective_on for one in records if one.effective_on), None),
        expired_on=next((one.expired_on for one in records if one.expired_on), None),
        stated=latest.stated,
        stated_on=latest.stated_on,
        only_acts=any(one.only_acts for one in records),
    )


#: Gives the acts upon a document, and what a document says of itself.
ActsOn = Callable[[int], Sequence[Act]]
FactsOf = Callable[[int], Facts | None]


def events_of(document: Facts, acts_on: ActsOn, facts_of: FactsOf) -> list[Event]:
    """Return the acts upon a document that count, in the order of their days."""
    events = _events(document, acts_on, facts_of, frozenset({document.key}))
    return sorted(events, key=lambda event: (event.starts_on, event.act.relation))


def _events(document: Facts, acts_on: ActsOn, facts_of: FactsOf, seen: frozenset[int]) -> list[Event]:
    found: list[Event] = []
    for act in acts_on(document.key):
        if act.kind not in EFFECTIVE:
            continue
        actor = facts_of(act.by) if act.by is not None else None
        day = act.on or (actor.effective_on if actor else None)
        if not may_act(actor, document, act):
            continue
        if day is None or is_impossible(day, document, actor):
            if act.kind != AMENDS:
                found += _undated(document, act, actor, acts_on, facts_of, seen)
            continue
        end = _end_of(act, day, actor, acts_on, facts_of, seen)
        if end is None:
            found.append(Event(act, day, act.until + timedelta(days=1) if act.until else None))
        elif end[0] > day:
            ends = min(end[0], act.until + timedelta(days=1)) if act.until else end[0]
            found.append(Event(act, day, ends, end[1]))
    return found


def may_act(actor: Facts | None, document: Facts, act: Act) -> bool:
    """Return whether the order of days allows the act: nobody repeals what was issued later."""
    issued = actor.issued_on if actor else None
    return not (issued and document.issued_on and issued < document.issued_on)


def is_impossible(day: date, document: Facts, actor: Facts | None) -> bool:
    """Return whether an act cannot be of that day: what it acts upon was not there yet."""
    return actor is None and bool(document.issued_on) and day < (document.issued_on or day)


def _undated(
    document: Facts, act: Act, actor: Facts | None, acts_on: ActsOn, facts_of: FactsOf, seen: frozenset[int]
) -> Iterator[Event]:
    """Yield an act of which nobody says since when it counts, unless it was undone."""
    since = (actor.issued_on if actor else None) or (document.issued_on if act.on else None) or date.min
    end = _end_of(act, since, actor, acts_on, facts_of, seen)
    if end is None:
        yield Event(act, since, act.until + timedelta(days=1) if act.until else None, is_day_known=False)
    elif end[0] > since:
        yield Event(act, since, end[0], end[1], is_day_known=False)


def _end_of(
    act: Act, day: date, actor: Facts | None, acts_on: ActsOn, facts_of: FactsOf, seen: frozenset[int]
) -> tuple[date, Act | None] | None:
    """Return when an act ends and what undid it, None while it lasts."""
    if actor is None or actor.key in seen:
        return None
    ends: list[tuple[date, Act | None]] = []
    for event in _events(actor, acts_on, facts_of, seen | {actor.key}):
        if event.act.kind in {AMENDS, *SUSPENDS} or event.ends_on is not None:
            continue
        names_it = any(_covers(provision, act.acting_provision) for provision in event.act.provisions)
        if not (event.act.is_whole or names_it):
            continue
        comes_before = event.starts_on <= day
        undoes = act.kind != REPLACES and event.act.kind == REPEALS and (names_it or actor.only_acts)
        lasts_with_actor = act.kind in SUSPENDS
        if comes_before or undoes or lasts_with_actor:
            ends.append((event.starts_on, event.act))
    if act.kind in SUSPENDS and actor.expired_on:
        ends.append((actor.expired_on, None))
    return min(ends, key=lambda end: end[0]) if ends else None


def _covers(provision: str, part: str) -> bool:
    """Return whether a provision is another or holds it: "Điều 9" holds "khoản 2 Điều 9"."""
    if not part:
        return False
    if part == provision or part.endswith(f" {provision}"):
        return True
    through, article = _ARTICLES.fullmatch(provision), _ARTICLE.search(part)
    return bool(through and article) and int(through[1]) <= int(article[1]) <= int(through[2])  # type: ignore[index]


def timeline(document: Facts, events: Iterable[Event]) -> list[Period]:
    """Return the statuses of a document over time, each different from the one before."""
    counted = list(events)
    days = {day for day in (document.effective_on, document.expired_on, document.stated_on) if day}
    for event in counted:
        days.add(event.starts_on)
        if event.starts_on > date.min:
            days.add(event.starts_on + timedelta(days=1))
        if event.ends_on:
            days.add(event.ends_on)
    periods: list[Period] = []
    for day in (None, *sorted(days)):
        status = status_on(day or date.min, document, counted)
        if not periods or periods[-1].status != status:
            periods.append(Period(day, status))
    return periods


def status_on(on: date, document: Facts, events: Sequence[Event]) -> EffectCode:
    """Return the status on a day."""
    undated = [event for event in events if not event.is_day_known]
    events = [event for event in events if event.is_day_known]
    ended = [event for event in events if _ends_all(event)]
    is_partial = [event for event in events if _ends_some(event)]
    stated = document.stated
    # The source knows of no other end than those we know the day of; before that day it was not so.
    if (ended and stated in _OVER) or (is_partial and stated == EffectCode.PARTIALLY_EXPIRED):
        stated = EffectCode.IN_FORCE
    if stated in _OVER and document.expired_on:
        stated = EffectCode.IN_FORCE if document.effective_on else ""
    if stated in STATED_CHANGES and document.stated_on and on < document.stated_on:
        is_alive = any(on <= event.starts_on for event in events)
        stated = EffectCode.IN_FORCE if is_alive else _OPEN
    if stated == _OPEN:
        base = effect_on(on, effective_on=document.effective_on, expired_on=document.expired_on, stated="")
        if base == EffectCode.IN_FORCE:
            return EffectCode.UNKNOWN
    else:
        base = effect_on(
            on, effective_on=document.effective_on, expired_on=document.expired_on, stated=stated
        )
    if base == EffectCode.EXPIRED:
        return base
    if any(_lasts(event, on) for event in ended):
        return EffectCode.EXPIRED
    if base in {EffectCode.PENDING, EffectCode.UNSUITABLE}:
        return base
    if any(_lasts(event, on) for event in undated):
        return EffectCode.UNKNOWN
    suspensions = [event for event in events if event.act.kind in SUSPENDS and _lasts(event, on)]
    if base == EffectCode.SUSPENDED or any(event.act.is_whole for event in suspensions):
        return EffectCode.SUSPENDED
    if suspensions:
        return EffectCode.PARTIALLY_SUSPENDED
    if any(_lasts(event, on) for event in is_partial):
        # What is known to be changed in part is known to have had effect.
        return EffectCode.PARTIALLY_EXPIRED
    return base


def is_plain(document: Facts, events: Sequence[Event]) -> bool:
    """Return whether the status of every day follows from dates and statement alone, as `effect_on` tells it."""
    return not events and not (document.stated in STATED_CHANGES and document.stated_on)


def plain_timeline(document: Facts) -> list[Period]:
    """Return the statuses that follow from the document's own dates alone."""
    return timeline(document, [])


def _ends_all(event: Event) -> bool:
    return event.act.kind in {REPLACES, REPEALS} and event.act.is_whole


def _ends_some(event: Event) -> bool:
    act = event.act
    if act.only_adds or act.kind in SUSPENDS:
        return False
    return not act.is_whole


def _lasts(event: Event, on: date) -> bool:
    return event.starts_on <= on and (event.ends_on is None or on < event.ends_on)
