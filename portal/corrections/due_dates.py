"""When a report has to be answered: ten days after it came in, on a working day.

Law on access to information (amended), article 22; the count of days: Civil Code 2015, articles 147 and 148: what would
end on a free day ends on the next working day. Pure.
"""

from __future__ import annotations

from datetime import date, timedelta

from portal.core.calendar import WorkingCalendar

DAYS = 10


def due_on(received_on: date, calendar: WorkingCalendar) -> date:
    """Return the last day for the answer."""
    day = received_on + timedelta(days=DAYS)
    return day if calendar.is_working(day) else calendar.after(day, 1)
