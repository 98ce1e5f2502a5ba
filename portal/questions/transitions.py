"""Which state may follow which: the shipped table `qa_statuses.csv`; and who may do what in each state."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.questions.enums import WITH_AGENCY, Action, Role, State

_TABLE = Path(__file__).parent / "resources" / "qa_statuses.csv"
_OFFICE = frozenset({Role.HANDLER, Role.APPROVER})


@dataclass(frozen=True)
class StateRule:
    """A row of the table."""

    is_public: bool
    is_clock_running: bool
    next_states: frozenset[str]


@cache
def rules() -> dict[str, StateRule]:
    """Return the rule of each state."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: StateRule(
                is_public=row["public"] == "true",
                is_clock_running=row["clock_running"] == "true",
                next_states=frozenset(filter(None, row["next_codes"].split(";"))),
            )
            for row in csv.DictReader(file)
        }


def may_follow(state: str, following: str) -> bool:
    """Whether a question may go from one state to another."""
    return following in rules()[state].next_states


def public_states() -> list[str]:
    """Return the states in which anyone may read a question."""
    return [state for state, rule in rules().items() if rule.is_public]


def open_states() -> list[str]:
    """Return the states in which the clock runs."""
    return [state for state, rule in rules().items() if rule.is_clock_running]


#: Where an action leads to, and who may do it.
_STEPS: dict[Action, tuple[State, frozenset[Role]]] = {
    Action.MODERATE: (State.MODERATING, _OFFICE),
    Action.REFUSE: (State.REFUSED, _OFFICE),
    Action.FORWARD: (State.FORWARDED, _OFFICE),
    Action.MERGE: (State.MERGED, _OFFICE),
    Action.RETURN: (State.RETURNED, _OFFICE | {Role.AGENCY}),
    Action.EXPIRE: (State.OVERDUE, frozenset({Role.CLOCK})),
    Action.ANSWER: (State.ANSWERED, _OFFICE | {Role.AGENCY}),
    Action.PUBLISH: (State.PUBLISHED, frozenset({Role.APPROVER})),
    Action.UNPUBLISH: (State.WITHDRAWN, frozenset({Role.APPROVER})),
}
#: An agency sees only what lies before it, or what it has answered and nobody has published yet.
_SEEN_BY_AGENCY = WITH_AGENCY | {State.ANSWERED}


@cache
def _beside() -> dict[Action, tuple[frozenset[str], frozenset[Role]]]:
    """Return what leaves the state as it is: in which states, and who may do it."""
    waiting = frozenset(open_states())
    both = frozenset({State.ANSWERED, State.PUBLISHED})
    return {
        Action.MASK: (waiting | both, _OFFICE),
        Action.CLASSIFY: (waiting | both, _OFFICE),
        Action.EXTEND: (waiting - {State.OVERDUE}, _OFFICE),
        Action.REMIND: (WITH_AGENCY, _OFFICE | {Role.CLOCK}),
        Action.APPROVE: (frozenset({State.ANSWERED}), frozenset({Role.APPROVER})),
        Action.REVISE: (both, _OFFICE),
        Action.WRITE: (waiting | both, _OFFICE | {Role.ASKER, Role.AGENCY}),
        Action.WITHDRAW: (waiting | {State.ANSWERED}, frozenset({Role.ASKER})),
    }


def target_of(action: Action) -> State | None:
    """Return the state that an action leads to, None where it leaves the state."""
    return _STEPS[action][0] if action in _STEPS else None


def actions_in(state: str, roles: Collection[Role]) -> list[Action]:
    """Return what somebody in these roles may do with a question in a state."""
    return [action for action in Action if any(_may(action, state, role) for role in roles)]


def _may(action: Action, state: str, role: Role) -> bool:
    if role == Role.AGENCY and state not in _SEEN_BY_AGENCY:
        return False
    if action in _STEPS:
        target, roles = _STEPS[action]
        return role in roles and may_follow(state, target)
    states, roles = _beside()[action]
    return role in roles and state in states
