"""Which state of a draft may follow which: the shipped table `consultation_statuses.csv`, and nothing else."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gazette.drafts.enums import DraftState

_TABLE = Path(__file__).parent / "resources" / "consultation_statuses.csv"


@dataclass(frozen=True)
class StateRule:
    """A row of the table."""

    is_public: bool
    accepts_comments: bool
    next_states: frozenset[str]


@cache
def rules() -> dict[str, StateRule]:
    """Return the rule of each state."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: StateRule(
                is_public=row["public"] == "true",
                accepts_comments=row["accepts_comments"] == "true",
                next_states=frozenset(filter(None, row["next_codes"].split(";"))),
            )
            for row in csv.DictReader(file)
        }


def may_follow(state: str, following: str) -> bool:
    """Whether a draft may go from one state to another."""
    return following in rules()[state].next_states


def next_states(state: str) -> list[DraftState]:
    """Return the states that may follow, in the order of the table."""
    return [following for following in DraftState if may_follow(state, following)]


def public_states() -> list[str]:
    """Return the states in which anyone may read the draft."""
    return [state for state, rule in rules().items() if rule.is_public]
