"""The working calendar: Saturdays and Sundays are free, and so is what the table of holidays says; make-up days work.

Pure; `portal.core.selectors.working_calendar` reads the table that editors keep.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
#: No period of ours is longer; a table in which nothing works must not hang a reader.
_LONGEST = 20 * 366


@dataclass(frozen=True)
class WorkingCalendar:
    """Days that differ from the week's rule: a day is mapped to whether one works on it."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Whether one works on a day."""
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def after(self, start: date, working_days: int) -> date:
        """Return the n-th working day after `start`; with 0, `start` itself."""
        day, left = start, working_days
        for _ in range(_LONGEST):
            if left <= 0:
                return day
            day += _ONE_DAY
            left -= self.is_working(day)
        raise OverflowError("the calendar has too few working days")

    def count(self, start: date, end: date) -> int:
        """Return how many working days there are after `start`, up to and including `end`."""
        days = (end - start).days
        return sum(self.is_working(start + timedelta(days=offset)) for offset in range(1, days + 1))


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or its last one where the month is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
