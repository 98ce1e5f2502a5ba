"""The status of a document on every day, from its own dates and from what other documents do to it.

Acts and their effect (`relation_types.csv`, column `effect_on_target`):

- replaced, or repealed as a whole: expired from that day; of several the first counts;
- provisions replaced, repealed or reworded: partly expired from that day; a provision that is only added ends nothing;
- suspended, as a whole or in part: for the days of the suspension, which ends with its last day or with the act;
- corrected, consolidated, guided, cited: nothing.

An act counts from its own day, else from the day on which the acting document takes effect; without either it is shown,
but changes nothing. It is void when the acting document was itself repealed before that day. A repeal, suspension or
amendment ends when a later document repeals it: when that names the acting provision, or when the acting document does
nothing but repeal, suspend or amend. A replacement never ends: the third law does not bring back the first.
A statement of the source ("hết hiệu lực") is later than any act that we know of and fills what acts and dates leave
open.
Where it says of which day it speaks but not since when, the time between the last sign of life and that day is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    #: The day of which the statement speaks, where the source says.
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


@dataclass(frozen=True, slots=True)
class Period:
    """A status from a day on (None: ever since) until the next period begins."""

    starts_on: date | None
    status: EffectCode


_OVER = frozenset({EffectCode.EXPIRED, EffectCode.UNSUITABLE})
#: It ended some day before the source spoke, nobody says when.
_OPEN = "open"

#: Gives the acts upon a document, and what a document says of itself.
ActsOn = Callable[[int], Sequence[Act]]
FactsOf = Callable[[int], Facts | None]


def events_of(document: Facts, acts_on: ActsOn, facts_of: FactsOf) -> list[Event]:
    """Return the acts upon a document that count, in the order of their days."""
    events = _events(document, acts_on, facts_of, frozenset({document.key}))
    return sorted(events, key=lambda event: (event.starts_on, event.act.relation))


def _events(document: Facts, acts_on: ActsOn, facts_of: FactsOf, seen: frozenset[int]) -> list[Event]:
    found = []
    for act in acts_on(document.key):
        if act.kind not in EFFECTIVE:
            continue
        actor = facts_of(act.by) if act.by is not None else None
        day = act.on or (actor.effective_on if actor else None)
        if day is None or not _may_act(actor, document, act):
            continue
        end = _end_of(act, day, actor, acts_on, facts_of, seen)
        if end is None:
            found.append(Event(act, day, act.until + timedelta(days=1) if act.until else None))
        elif end[0] > day:
            ends = min(end[0], act.until + timedelta(days=1)) if act.until else end[0]
            found.append(Event(act, day, ends, end[1]))
    return found


def _may_act(actor: Facts | None, document: Facts, act: Act) -> bool:
    """Return whether the order of days allows the act: nobody repeals what was issued later."""
    issued = actor.issued_on if actor else act.on
    return not (issued and document.issued_on and issued < document.issued_on)


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
        names_it = bool(act.acting_provision) and act.acting_provision in event.act.provisions
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


def timeline(document: Facts, events: Iterable[Event]) -> list[Period]:
    """Return the statuses of a document over time, each different from the one before."""
    counted = list(events)
    days = {day for day in (document.effective_on, document.expired_on, document.stated_on) if day}
    for event in counted:
        days |= {event.starts_on, event.starts_on + timedelta(days=1)}
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
    ended = [event for event in events if _ends_all(event)]
    is_partial = [event for event in events if _ends_some(event)]
    stated = document.stated
    # The source knows of no other end than those we know the day of; before that day it was not so.
    if (ended and stated in _OVER) or (is_partial and stated == EffectCode.PARTIALLY_EXPIRED):
        stated = EffectCode.IN_FORCE
    if stated in _OVER and document.stated_on and on < document.stated_on:
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
    return not events and not (document.stated in _OVER and document.stated_on)


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
