"""Due dates with their explanations beside a table that was counted by hand on the calendar that ships."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from gazette.documents.models import PublicationDeadline
from portal.core.calendar import WorkingCalendar
from portal.core.deadlines import Deadline
from portal.core.models import Holiday
from portal.questions.due_dates import DEFAULT, VIETNAM, Calendar, compute, explain
from portal.questions.enums import EventKind, State
from portal.questions.models import Question
from portal.questions.services import due
from portal.questions.services.actors import ASKER
from portal.questions.services.asking import withdraw
from tests.factories.questions import OFFICE, ask, take

HOLIDAYS = list(
    csv.DictReader(Path("portal/core/resources/holidays.csv").read_text(encoding="utf-8").splitlines())
)
SHIPPED = Calendar(
    WorkingCalendar({date.fromisoformat(row["day"]): row["is_working"] == "true" for row in HOLIDAYS}),
    {date.fromisoformat(row["day"]): row["name"] for row in HOLIDAYS},
)
TET_2026 = "16/02 17/02 18/02 19/02 20/02"
TET_2027 = "04/02 05/02 08/02 09/02 10/02"
SEPTEMBER = "31/08 01/09 02/09"

#: Came in (local time), due on, free days on the way (weekends aside), make-up days on the way.
CASES = [
    # An ordinary fortnight, each day of the week.
    ("2026-03-02 09:00", "2026-03-16", "", ""),
    ("2026-03-03 09:00", "2026-03-17", "", ""),
    ("2026-03-04 09:00", "2026-03-18", "", ""),
    ("2026-03-05 09:00", "2026-03-19", "", ""),
    ("2026-03-06 09:00", "2026-03-20", "", ""),
    ("2026-03-07 09:00", "2026-03-20", "", ""),
    ("2026-03-08 09:00", "2026-03-20", "", ""),
    # The last minute of a day still is that day, the first of the next one is not.
    ("2026-03-02 00:00", "2026-03-16", "", ""),
    ("2026-03-02 23:59", "2026-03-16", "", ""),
    ("2026-03-03 00:00", "2026-03-17", "", ""),
    ("2026-03-06 23:59", "2026-03-20", "", ""),
    ("2026-03-08 23:59", "2026-03-20", "", ""),
    ("2026-03-09 00:00", "2026-03-23", "", ""),
    # Lunar New Year 2026.
    ("2026-01-30 10:00", "2026-02-13", "", ""),
    ("2026-02-01 10:00", "2026-02-13", "", ""),
    ("2026-02-02 10:00", "2026-02-23", TET_2026, ""),
    ("2026-02-12 16:30", "2026-03-05", TET_2026, ""),
    ("2026-02-13 23:59", "2026-03-06", TET_2026, ""),
    ("2026-02-15 23:59", "2026-03-06", TET_2026, ""),
    ("2026-02-17 08:00", "2026-03-06", "18/02 19/02 20/02", ""),
    ("2026-02-22 12:00", "2026-03-06", "", ""),
    ("2026-02-23 08:00", "2026-03-09", "", ""),
    # New Year 2026 with a Saturday that makes up for a Friday.
    ("2025-12-29 08:00", "2026-01-13", "01/01 02/01", "10/01"),
    ("2025-12-31 08:00", "2026-01-15", "01/01 02/01", "10/01"),
    ("2026-01-01 08:00", "2026-01-15", "02/01", "10/01"),
    ("2026-01-09 08:00", "2026-01-22", "", "10/01"),
    ("2026-01-10 08:00", "2026-01-23", "", ""),
    # Hùng Kings, Reunification Day, Labour Day.
    ("2026-04-10 08:00", "2026-04-24", "", ""),
    ("2026-04-16 08:00", "2026-05-05", "27/04 30/04 01/05", ""),
    ("2026-04-20 08:00", "2026-05-07", "27/04 30/04 01/05", ""),
    ("2026-04-26 08:00", "2026-05-13", "27/04 30/04 01/05", ""),
    ("2026-04-29 08:00", "2026-05-15", "30/04 01/05", ""),
    # National Day 2026 with a Saturday that makes up for a Monday.
    ("2026-08-12 08:00", "2026-08-25", "", "22/08"),
    ("2026-08-20 08:00", "2026-09-07", SEPTEMBER, "22/08"),
    ("2026-08-21 08:00", "2026-09-08", SEPTEMBER, "22/08"),
    ("2026-08-22 08:00", "2026-09-09", SEPTEMBER, ""),
    ("2026-08-31 08:00", "2026-09-16", "01/09 02/09", ""),
    ("2026-09-01 08:00", "2026-09-16", "02/09", ""),
    # Culture Day 2026, and the end of the year.
    ("2026-11-16 08:00", "2026-12-01", "24/11", ""),
    ("2026-11-23 08:00", "2026-12-08", "24/11", ""),
    ("2026-11-24 23:59", "2026-12-08", "", ""),
    ("2026-11-25 08:40", "2026-12-09", "", ""),
    ("2026-12-21 08:00", "2027-01-05", "01/01", ""),
    ("2026-12-31 08:00", "2027-01-15", "01/01", ""),
    # 2027.
    ("2027-01-20 08:00", "2027-02-03", "", ""),
    ("2027-01-21 08:00", "2027-02-11", TET_2027, ""),
    ("2027-02-03 08:00", "2027-02-24", TET_2027, ""),
    ("2027-04-15 08:00", "2027-05-04", "16/04 30/04 03/05", ""),
    ("2027-04-28 08:00", "2027-05-14", "30/04 03/05", ""),
    ("2027-08-23 08:00", "2027-09-08", "02/09 03/09", ""),
]
#: With an extension of so many working days: first due date, then the extended one.
EXTENDED = [
    ("2026-03-02 09:00", 5, "2026-03-16", "2026-03-23"),
    ("2026-01-30 10:00", 3, "2026-02-13", "2026-02-25"),
    ("2026-11-09 08:00", 1, "2026-11-23", "2026-11-25"),
    ("2026-08-07 08:00", 2, "2026-08-21", "2026-08-24"),
    ("2026-12-17 08:00", 1, "2026-12-31", "2027-01-04"),
]
#: Other rules than the usual one: amount, unit, due on, whether the last day was moved from a free one.
RULES = [
    ("2026-03-02 09:00", 15, "working_day", "2026-03-23", False),
    ("2026-03-06 09:00", 10, "day", "2026-03-16", False),
    ("2026-03-05 09:00", 10, "day", "2026-03-16", True),
    ("2026-02-07 09:00", 10, "day", "2026-02-23", True),
    ("2026-01-31 09:00", 1, "month", "2026-03-02", True),
    ("2026-03-02 09:00", 0, "same_day", "2026-03-02", False),
    ("2026-03-08 09:00", 0, "same_day", "2026-03-09", True),
]


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)


def vietnamese_day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


def named(days: str, due_on: str) -> str:
    """Return days of the table as the explanation names them; a term ends less than a year after it began."""
    end = date.fromisoformat(due_on)
    found = []
    for text in days.split():
        day = datetime.strptime(f"{text}/{end.year}", "%d/%m/%Y").replace(tzinfo=VIETNAM).date()
        found.append(f"{day:%d/%m/%Y} ({SHIPPED.names[day]})")
    return "; ".join(found)


@pytest.mark.parametrize(("came", "due_on", "free", "made_up"), CASES)
def test_the_due_date_and_its_explanation(came, due_on, free, made_up):
    found = compute(at(came), SHIPPED)
    day, time = came.split()
    assert found.due_on.isoformat() == due_on
    assert explain(found, at(came)) == [
        f"Câu hỏi đến lúc {time} ngày {vietnamese_day(day)}; ngày đến không tính vào thời hạn.",
        "Thời hạn 10 ngày làm việc theo quy định chung của cổng.",
        "Không tính Thứ Bảy và Chủ nhật.",
        *([f"Không tính ngày nghỉ: {named(free, due_on)}."] if free else []),
        *([f"Tính cả ngày làm bù: {named(made_up, due_on)}."] if made_up else []),
        f"Hạn trả lời: hết ngày {vietnamese_day(due_on)}.",
    ]


def test_there_are_enough_cases():
    assert len(CASES) + len(EXTENDED) + len(RULES) >= 60


@pytest.mark.parametrize(("came", "days", "first", "due_on"), EXTENDED)
def test_an_extension_counts_working_days_from_the_first_due_date(came, days, first, due_on):
    found = compute(at(came), SHIPPED, extension=days)
    assert (found.first_due_on.isoformat(), found.due_on.isoformat()) == (first, due_on)
    lines = explain(found, at(came))
    assert lines[-2] == f"Hạn đầu là {vietnamese_day(first)}; được gia hạn thêm {days} ngày làm việc."
    assert lines[-1] == f"Hạn trả lời: hết ngày {vietnamese_day(due_on)}."


@pytest.mark.parametrize(("came", "amount", "unit", "due_on", "is_moved"), RULES)
def test_another_rule(came, amount, unit, due_on, is_moved):
    rule = Deadline(code="x", amount=amount, unit=unit, legal_basis="Nghị định 1/2026/NĐ-CP")
    found = compute(at(came), SHIPPED, rule=rule)
    assert (found.due_on.isoformat(), found.is_moved_to_working_day) == (due_on, is_moved)
    lines = explain(found, at(came))
    assert lines[1].endswith("theo Nghị định 1/2026/NĐ-CP.")
    assert any("chuyển sang ngày làm việc tiếp theo" in line for line in lines) == is_moved


def test_the_day_is_that_of_viet_nam_whatever_zone_the_moment_is_told_in():
    assert compute(datetime.fromisoformat("2026-03-02T16:59:59+00:00"), SHIPPED).due_on == date(2026, 3, 16)
    assert compute(datetime.fromisoformat("2026-03-02T17:00:00+00:00"), SHIPPED).due_on == date(2026, 3, 17)


@pytest.fixture
def calendar(db, reference_data):
    """The code lists as they ship, holidays and deadlines among them."""


@pytest.mark.database
def test_a_question_keeps_the_rule_of_its_day(calendar):
    then = take(now=at("2021-04-28 09:00")).question
    assert (then.due_on, then.rule_code) == (date(2021, 5, 14), "qa-answer-2011")
    assert "Nghị định 43/2011/NĐ-CP" in due.explanation(then)[1]
    now = take(now=at("2026-11-25 08:40")).question
    assert (now.due_on, now.rule_code) == (date(2026, 12, 9), DEFAULT.code)
    PublicationDeadline.objects.create(
        code="qa-2026", topic="portal", rule_en="x", amount=15, unit="day", from_event="question received",
        legal_basis="Nghị định 224/2026/NĐ-CP", valid_from=date(2026, 11, 1),
    )  # fmt: skip
    ruled = take(now=at("2026-11-25 08:40")).question
    assert ruled.due_on == date(2026, 12, 10)
    assert Question.objects.get(pk=now.pk).due_on == date(2026, 12, 9)


@pytest.mark.database
def test_a_changed_holiday_moves_what_is_open_and_says_so(calendar):
    now = at("2026-11-25 08:40")
    waiting, forwarded, answered = ask(now=now), ask(State.FORWARDED, now=now), ask(State.ANSWERED, now=now)
    taken_back = ask(now=now)
    withdraw(taken_back.pk)
    earlier = ask(now=at("2026-11-10 08:00"))
    holiday = Holiday.objects.create(day=date(2026, 12, 3), name="Nghỉ đột xuất")
    moved = {question.pk: Question.objects.get(pk=question.pk).due_on for question in Question.objects.all()}
    assert moved == {
        waiting.pk: date(2026, 12, 10), forwarded.pk: date(2026, 12, 10), answered.pk: date(2026, 12, 9),
        taken_back.pk: date(2026, 12, 9), earlier.pk: date(2026, 11, 25),
    }  # fmt: skip
    event = waiting.events.get(kind=EventKind.DUE_MOVED)
    assert event.note == ("Lịch nghỉ lễ, làm bù thay đổi: hạn trả lời chuyển từ 09/12/2026 sang 10/12/2026.")
    assert "03/12/2026 (Nghỉ đột xuất)" in " ".join(due.explanation(Question.objects.get(pk=waiting.pk)))
    # Another day for the same entry, then none at all.
    holiday.day = date(2026, 12, 10)
    holiday.save()
    assert Question.objects.get(pk=waiting.pk).due_on == date(2026, 12, 9)
    holiday.delete()
    assert Question.objects.get(pk=waiting.pk).due_on == date(2026, 12, 9)
    Holiday.objects.create(day=date(2026, 12, 5), name="Làm bù", is_working=True)
    assert Question.objects.get(pk=waiting.pk).due_on == date(2026, 12, 8)
    assert waiting.events.filter(kind=EventKind.DUE_MOVED).count() == 3
    assert not answered.events.filter(kind=EventKind.DUE_MOVED).exists()


def test_what_changed_past_the_list_is_found_by_the_daily_duty(calendar):
    question = ask(now=at("2026-11-25 08:40"))
    Holiday.objects.bulk_create([Holiday(day=date(2026, 12, 3), name="Nghỉ")])
    assert due.recompute_open() is False
    assert Question.objects.get(pk=question.pk).due_on == date(2026, 12, 10)


def test_loading_the_code_lists_again_moves_nothing(calendar):
    question = ask(now=at("2026-11-25 08:40"))
    call_command("load_reference", verbosity=0)
    assert not question.events.filter(kind=EventKind.DUE_MOVED).exists()


@pytest.mark.django_db
def test_an_extension_has_a_reason_and_comes_before_the_due_date(monkeypatch):
    question = ask()
    before = question.due_on
    extended = due.extend(question.pk, days=5, reason="Cần xác minh thực địa", actor=OFFICE)
    assert extended.due_on > before
    assert "Lý do gia hạn: Cần xác minh thực địa" in due.explanation(extended)
    assert extended.events.filter(kind=EventKind.EXTENDED, note="Cần xác minh thực địa").count() == 1
    for days, reason, actor in ((0, "x", OFFICE), (61, "x", OFFICE), (5, " ", OFFICE), (5, "x", ASKER)):
        with pytest.raises(ValidationError):
            due.extend(question.pk, days=days, reason=reason, actor=actor)
    Question.objects.filter(pk=question.pk).update(due_on=date(2020, 1, 1))
    with pytest.raises(ValidationError, match="quá hạn"):
        due.extend(question.pk, days=5, reason="x", actor=OFFICE)
