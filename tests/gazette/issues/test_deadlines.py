"""Deadlines of the gazette, case by case, by the rule of the event's day."""

from __future__ import annotations

from datetime import date

import pytest

from gazette.issues.deadlines import Deadline, Purpose, deadline, is_kept
from gazette.issues.selectors import deadline_rules
from portal.core.calendar import WorkingCalendar, add_months
from portal.core.models import Holiday
from portal.core.selectors import working_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

#: What happened, on which day, and the last day: made by hand with a printed calendar.
CASES = [
    # Sending under the law of 2015: three working days after signing.
    ("send", "2016-06-30", "none"),  # the day before it
    ("send", "2016-07-01", "2016-07-06"),
    ("send", "2021-01-19", "2021-01-22"),
    ("send", "2022-01-19", "2022-01-24"),  # over a weekend
    ("send", "2024-12-27", "2025-01-02"),  # New Year's Day lies between
    ("send", "2024-12-31", "2025-01-06"),
    ("send", "2025-01-24", "2025-02-05"),  # the Friday before Tết
    ("send", "2025-01-27", "2025-02-05"),  # in Tết
    ("send", "2025-01-26", "2025-02-05"),  # on a Sunday before Tết
    ("send", "2025-02-02", "2025-02-05"),
    ("send", "2025-03-26", "2025-03-31"),
    ("send", "2025-03-28", "2025-04-02"),  # begun under the old law, ends under the new one
    ("send", "2025-03-31", "2025-04-03"),  # its last day
    # Sending under the law of 2025: three days of the calendar.
    ("send", "2025-04-01", "2025-04-04"),  # its first day
    ("send", "2025-04-04", "2025-04-07"),  # ends on the Hùng Kings' day all the same
    ("send", "2025-04-29", "2025-05-02"),
    ("send", "2025-08-30", "2025-09-02"),
    ("send", "2025-12-31", "2026-01-03"),
    ("send", "2026-01-01", "2026-01-04"),
    ("send", "2026-02-13", "2026-02-16"),  # Tết 2026
    ("send", "2026-02-27", "2026-03-02"),
    ("send", "2026-04-25", "2026-04-28"),
    ("send", "2026-08-29", "2026-09-01"),
    ("send", "2026-11-24", "2026-11-27"),
    ("send", "2027-02-05", "2027-02-08"),  # Tết 2027
    ("send", "2028-02-27", "2028-03-01"),  # a leap year
    # Publishing under the law of 2015: seven days of the calendar after receipt.
    ("publish", "2016-06-30", "none"),
    ("publish", "2016-07-01", "2016-07-08"),
    ("publish", "2021-01-19", "2021-01-26"),
    ("publish", "2024-02-26", "2024-03-04"),  # over 29 February
    ("publish", "2024-12-28", "2025-01-04"),
    ("publish", "2025-01-22", "2025-01-29"),  # ends on the first day of Tết
    ("publish", "2025-03-24", "2025-03-31"),
    ("publish", "2025-03-31", "2025-04-07"),
    # Publishing under the law of 2025: the law that was found names no number of days.
    ("publish", "2025-04-01", "open"),
    ("publish", "2025-12-31", "open"),
    ("publish", "2026-07-01", "open"),
    ("publish", "2027-01-04", "open"),
    # A copy with an error is sent again on the same day, while that rule held.
    ("resend", "2021-01-16", "2021-01-16"),
    ("resend", "2025-03-31", "2025-03-31"),
    ("resend", "2025-04-01", "none"),
]


def answer(found: Deadline | None) -> str:
    if found is None:
        return "none"
    return found.due_on.isoformat() if found.due_on else "open"


@pytest.mark.parametrize(("purpose", "event", "expected"), CASES)
def test_the_last_day(purpose, event, expected):
    found = deadline(
        Purpose[purpose.upper()], date.fromisoformat(event), deadline_rules(), working_calendar()
    )
    assert answer(found) == expected


def test_there_are_enough_cases():
    assert len(CASES) >= 40


#: Working days of 2026 and 2027 with their make-up days: the n-th after a day.
WORKING = [
    ("2025-12-31", 1, "2026-01-05"),  # 1/1, 2/1 exchanged, a weekend
    ("2026-01-08", 2, "2026-01-10"),  # a Saturday that makes up
    ("2026-01-09", 2, "2026-01-12"),
    ("2026-02-13", 1, "2026-02-23"),  # nine days of Tết
    ("2026-02-13", 10, "2026-03-06"),
    ("2026-04-24", 1, "2026-04-28"),  # the Hùng Kings' day falls on a Sunday
    ("2026-04-29", 1, "2026-05-04"),
    ("2026-08-21", 1, "2026-08-22"),  # a Saturday that makes up
    ("2026-08-28", 1, "2026-09-03"),
    ("2026-11-23", 1, "2026-11-25"),  # Vietnamese Culture Day
    ("2026-12-31", 1, "2027-01-04"),
    ("2027-02-03", 1, "2027-02-11"),
    ("2027-04-29", 1, "2027-05-04"),
    ("2027-09-01", 1, "2027-09-06"),
    ("2026-03-07", 0, "2026-03-07"),
]


@pytest.mark.parametrize(("start", "days", "expected"), WORKING)
def test_working_days(start, days, expected):
    begun = date.fromisoformat(start)
    assert working_calendar().after(begun, days).isoformat() == expected
    if days:
        assert working_calendar().count(begun, date.fromisoformat(expected)) == days


def test_a_holiday_that_an_editor_adds_moves_the_day():
    Holiday.objects.create(day=date(2026, 3, 4), name="Nghỉ bão")
    assert working_calendar().after(date(2026, 3, 3), 1) == date(2026, 3, 5)


def test_a_table_without_working_days_ends_in_an_error_not_in_a_loop():
    class Never(dict):
        def get(self, day, default=None):
            return False

    with pytest.raises(OverflowError):
        WorkingCalendar(Never()).after(date(2026, 1, 1), 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2024-01-31", 1, "2024-02-29"), ("2025-01-31", 1, "2025-02-28"), ("2025-12-15", 1, "2026-01-15")],
)
def test_months(day, months, expected):
    assert add_months(date.fromisoformat(day), months).isoformat() == expected


@pytest.mark.parametrize(
    ("due", "done", "today", "kept"),
    [
        (None, None, 5, None), (4, 4, 5, True), (4, 5, 5, False), (4, None, 4, None), (4, None, 5, False),
    ],
)  # fmt: skip
def test_kept_or_not(due, done, today, kept):
    def day(number):
        return date(2026, 3, number) if number else None

    assert is_kept(day(due), day(done), day(today)) is kept
