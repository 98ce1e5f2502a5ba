"""Legal time limits that rooms ask for; the room of legal documents, which keeps the table, says what holds.

A limit is a dated row, never a constant: what holds is asked for the day on which the time begins to run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portal.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A time limit in force: so many units, and where it is written."""

    code: str
    amount: int
    unit: str
    legal_basis: str


#: Functions that return the limit of a topic that runs from an event, as it holds on a day.
deadlines: Registry[Callable[[str, str, date], Deadline | None]] = Registry("deadline table")


def deadline_of(topic: str, from_event: str, day: date) -> Deadline | None:
    """Return the limit in force on a day, None where no table knows one."""
    for _name, look_up in deadlines.items():
        if (found := look_up(topic, from_event, day)) is not None:
            return found
    return None
