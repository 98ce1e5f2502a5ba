"""When an answer is due, and why: pure; the calendar, the rule and the extension are given.

The day on which a question comes in is its day in Viet Nam and does not count. Working days are counted one by one;
a term in calendar days or months that would end on a free day ends on the next working day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from portal.core.calendar import WorkingCalendar, add_months
from portal.core.deadlines import Deadline
from search.vietnamese import format_date

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
#: What holds where no rule in force says otherwise.
DEFAULT = Deadline(code="", amount=10, unit="working_day", legal_basis="")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The working calendar, and what its days are called."""

    working: WorkingCalendar = field(default_factory=WorkingCalendar)
    names: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DueDate:
    """The last day of the term with what it was computed from."""

    due_on: date
    received_on: date
    #: The end of the term without its extension.
    first_due_on: date
    rule: Deadline
    extension: int = 0
    #: Free days of the table within the term, weekends aside.
    holidays: tuple[tuple[date, str], ...] = ()
    #: Weekend days within the term on which one works.
    made_up: tuple[tuple[date, str], ...] = ()
    is_moved_to_working_day: bool = False


def local_day(moment: datetime) -> date:
    """Return the day of a moment in Viet Nam."""
    return moment.astimezone(VIETNAM).date()


def compute(
    received_at: datetime, calendar: Calendar, *, rule: Deadline = DEFAULT, extension: int = 0
) -> DueDate:
    """Return when an answer is due; `extension` is so many working days beyond the term."""
    received_on = local_day(received_at)
    end = _end(received_on, rule, calendar.working)
    first_due_on = end
    while rule.unit != "working_day" and not calendar.working.is_working(first_due_on):
        first_due_on += _ONE_DAY
    due_on = calendar.working.after(first_due_on, extension)
    counted = [received_on + timedelta(days=n) for n in range(1, (due_on - received_on).days + 1)]
    exceptions = calendar.working.exceptions
    return DueDate(
        due_on=due_on,
        received_on=received_on,
        first_due_on=first_due_on,
        rule=rule,
        extension=extension,
        holidays=tuple(
            (day, calendar.names.get(day, ""))
            for day in counted
            if exceptions.get(day) is False and day.weekday() < 5
        ),
        made_up=tuple(
            (day, calendar.names.get(day, "")) for day in counted if exceptions.get(day) and day.weekday() > 4
        ),
        is_moved_to_working_day=first_due_on != end,
    )


def _end(received_on: date, rule: Deadline, working: WorkingCalendar) -> date:
    if rule.unit == "working_day":
        return working.after(received_on, rule.amount)
    if rule.unit == "month":
        return add_months(received_on, rule.amount)
    if rule.unit == "same_day":
        return received_on
    return received_on + timedelta(days=rule.amount)


def explain(found: DueDate, received_at: datetime) -> list[str]:
    """Return in sentences how a due date came about."""
    local = received_at.astimezone(VIETNAM)
    lines = [
        _("Câu hỏi đến lúc %(time)s ngày %(day)s; ngày đến không tính vào thời hạn.")
        % {"time": f"{local:%H:%M}", "day": format_date(found.received_on)},
        _term(found.rule),
    ]
    if found.rule.unit == "working_day" or found.extension:
        lines.append(_("Không tính Thứ Bảy và Chủ nhật."))
    if found.holidays and (found.rule.unit == "working_day" or found.extension):
        lines.append(_("Không tính ngày nghỉ: %(days)s.") % {"days": _named(found.holidays)})
    if found.made_up and (found.rule.unit == "working_day" or found.extension):
        lines.append(_("Tính cả ngày làm bù: %(days)s.") % {"days": _named(found.made_up)})
    if found.is_moved_to_working_day:
        lines.append(
            _("Ngày cuối rơi vào ngày nghỉ nên chuyển sang ngày làm việc tiếp theo, %(day)s.")
            % {"day": format_date(found.first_due_on)}
        )
    if found.extension:
        lines.append(
            _("Hạn đầu là %(first)s; được gia hạn thêm %(count)s ngày làm việc.")
            % {"first": format_date(found.first_due_on), "count": found.extension}
        )
    lines.append(_("Hạn trả lời: hết ngày %(day)s.") % {"day": format_date(found.due_on)})
    return lines


def _term(rule: Deadline) -> str:
    units = {
        "working_day": _("Thời hạn %(amount)s ngày làm việc"),
        "day": _("Thời hạn %(amount)s ngày"),
        "month": _("Thời hạn %(amount)s tháng"),
        "same_day": _("Thời hạn trong ngày"),
    }
    term = units.get(rule.unit, units["day"]) % {"amount": rule.amount}
    basis = (
        _("theo %(basis)s.") % {"basis": rule.legal_basis}
        if rule.legal_basis
        else _("theo quy định chung của cổng.")
    )
    return f"{term} {basis}"


def _named(days: tuple[tuple[date, str], ...]) -> str:
    return "; ".join(f"{format_date(day)} ({name})" if name else format_date(day) for day, name in days)
