"""When a document must be sent to the gazette and published in it, by the rule of its own day. Pure.

The rules are rows of `publication_deadlines` with the period in which they apply: what happened on 31/03/2025 is judged
by the law of 2015, what happened the day after by that of 2025. Days count from the day after the event; calendar days
run through weekends and holidays, working days do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.core.calendar import WorkingCalendar, add_months


class Purpose(StrEnum):
    """What a rule of the gazette is about; rules of the same purpose share the beginning of their code."""

    SEND = "gz-send-"
    PUBLISH = "gz-publish-"
    RESEND = "gz-intake-error-"


#: The Government's own gazette; a province's is not bound by it.
_CENTRAL = "gz-publish-central"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A time limit with the days on which it may begin, both included."""

    code: str
    amount: int | None
    unit: str
    legal_basis: str
    valid_from: date | None
    valid_until: date | None

    def applies_on(self, day: date) -> bool:
        """Whether a period that begins on a day is counted by this rule."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day, None where the law in force names none; and the rule that says so."""

    due_on: date | None
    rule: Rule


def deadline(
    purpose: Purpose, event: date, rules: Iterable[Rule], calendar: WorkingCalendar
) -> Deadline | None:
    """Return the deadline that an event begins, None where no rule was in force on its day."""
    found = [
        rule
        for rule in rules
        if rule.code.startswith(purpose) and not rule.code.startswith(_CENTRAL) and rule.applies_on(event)
    ]
    if not found:
        return None
    # Where two overlap, the later law holds.
    rule = max(found, key=lambda rule: (rule.valid_from or date.min, rule.code))
    return Deadline(due_on=last_day(rule, event, calendar), rule=rule)


def last_day(rule: Rule, event: date, calendar: WorkingCalendar) -> date | None:
    """Return the last day of the period that begins with an event."""
    if rule.unit == "same_day":
        return event
    if rule.amount is None:
        return None
    if rule.unit == "working_day":
        return calendar.after(event, rule.amount)
    if rule.unit == "day":
        return event + timedelta(days=rule.amount)
    if rule.unit == "month":
        return add_months(event, rule.amount)
    return None


def is_kept(due_on: date | None, done_on: date | None, today: date) -> bool | None:
    """Return whether a deadline was kept; None while that is open or where there is none."""
    if due_on is None:
        return None
    if done_on is not None:
        return done_on <= due_on
    return False if today > due_on else None
