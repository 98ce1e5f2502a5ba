"""Due dates of questions: set when one comes in, moved by an extension or by a changed holiday, and said so."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.calendar import WorkingCalendar
from portal.core.deadlines import deadline_of
from portal.core.models import Holiday
from portal.questions import due_dates
from portal.questions.due_dates import Calendar, DueDate, compute, local_day
from portal.questions.enums import Action, EventKind
from portal.questions.models import Question
from portal.questions.services.actors import CLOCK, Actor, require
from portal.questions.services.notices import tell_asker
from portal.questions.services.states import locked, note
from search.vietnamese import format_date

_TOPIC, _EVENT = "portal", "question received"
_LONGEST_EXTENSION = 60


def calendar() -> Calendar:
    """Return the calendar as editors keep it (one query)."""
    rows = list(Holiday.objects.values_list("day", "is_working", "name"))
    return Calendar(
        WorkingCalendar({day: is_working for day, is_working, _name in rows}),
        {day: name for day, _is_working, name in rows},
    )


def start(question: Question, asked_at: datetime) -> DueDate:
    """Set when a new question is due by the rule in force on the day it came in; the caller saves it."""
    rule = deadline_of(_TOPIC, _EVENT, local_day(asked_at)) or due_dates.DEFAULT
    found = compute(asked_at, calendar(), rule=rule)
    question.rule_code, question.rule_amount, question.rule_unit = rule.code, rule.amount, rule.unit
    question.rule_basis, question.due_on = rule.legal_basis[:255], found.due_on
    return found


def due_date_of(question: Question, known: Calendar | None = None) -> DueDate | None:
    """Return when a question is due by the present calendar, None where its day is unknown."""
    if question.asked_at is None:
        return None
    return compute(
        question.asked_at, known or calendar(), rule=question.rule, extension=question.extension_days
    )


def explanation(question: Question) -> list[str]:
    """Return how the due date came about, in sentences; a settled question keeps the day it was measured by."""
    found = due_date_of(question)
    if found is None or question.asked_at is None:
        return []
    lines = due_dates.explain(found, question.asked_at)
    if question.extension_reason:
        lines.insert(-1, _("Lý do gia hạn: %(reason)s") % {"reason": question.extension_reason})
    if question.due_on and question.due_on != found.due_on:
        lines[-1] = _("Hạn trả lời đã tính khi trả lời: hết ngày %(day)s.") % {
            "day": format_date(question.due_on)
        }
    return lines


@transaction.atomic
def extend(question_id: int, *, days: int, reason: str, actor: Actor) -> Question:
    """Give the agency so many more working days, with a reason that the asker is told."""
    question = locked(question_id)
    require(actor, Action.EXTEND, question)
    reason = reason.strip()
    if not 1 <= days <= _LONGEST_EXTENSION or question.extension_days + days > _LONGEST_EXTENSION:
        raise ValidationError(
            _("Gia hạn từ 1 đến %(most)s ngày làm việc.") % {"most": _LONGEST_EXTENSION}, code="days"
        )
    if not reason:
        raise ValidationError(_("Hãy ghi lý do gia hạn."), code="required")
    if question.due_on is None or question.due_on < local_day(timezone.now()):
        raise ValidationError(_("Đã quá hạn nên không gia hạn được."), code="late")
    before = question.due_on
    question.extension_days += days
    question.extension_reason = reason
    found = due_date_of(question)
    question.due_on = found.due_on if found else before
    question.save()
    note(
        question,
        EventKind.EXTENDED,
        actor,
        before=before.isoformat(),
        after=question.due_on.isoformat(),
        text=reason,
    )
    tell_asker(question, "extended", {"reason": reason, "due": format_date(question.due_on)})
    return question


def holiday_changed(*days: date) -> int:
    """Move the due dates of open questions whose term holds one of these days; return how many moved."""
    affected = Question.objects.open().filter(due_on__gte=min(days))
    return _recompute(affected.values_list("pk", flat=True))


def recompute_open() -> bool:
    """Compute every open due date anew, for calendars that were written past the editors' list; a daily duty."""
    _recompute(Question.objects.open().values_list("pk", flat=True))
    return False


def _recompute(keys: object) -> int:
    moved, known = 0, calendar()
    for key in list(keys):  # type: ignore[call-overload]
        with transaction.atomic():
            moved += _move(key, known)
    return moved


def _move(question_id: int, known: Calendar) -> bool:
    """Move one due date and say so in its history."""
    seen = Question.objects.get(pk=question_id)
    found = due_date_of(seen, known)
    if found is None or found.due_on == seen.due_on:
        return False
    question = Question.objects.select_for_update(of=("self",)).get(pk=question_id)
    before = question.due_on
    question.due_on = found.due_on
    question.save()
    text = _("Lịch nghỉ lễ, làm bù thay đổi: hạn trả lời chuyển từ %(before)s sang %(after)s.") % {
        "before": format_date(before) if before else "–",
        "after": format_date(found.due_on),
    }
    note(
        question,
        EventKind.DUE_MOVED,
        CLOCK,
        before=before.isoformat() if before else "",
        after=found.due_on.isoformat(),
        text=text,
    )
    return True
