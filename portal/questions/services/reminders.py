"""Reminders by the clock: some working days before the due date, on the day itself, and after it."""

from __future__ import annotations

import logging
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portal.core.calendar import WorkingCalendar
from portal.questions.due_dates import local_day
from portal.questions.enums import WITH_AGENCY, EventKind
from portal.questions.models import Forwarding, Question
from portal.questions.services import due, moderation
from portal.questions.services.actors import CLOCK
from portal.questions.services.notices import tell_office
from portal.questions.services.states import note

logger = logging.getLogger(__name__)

#: So many working days before the due date an agency is reminded.
BEFORE = 2
#: So many working days pass between two reminders of an overdue question.
EVERY = 3


def remind_due(today: date | None = None) -> bool:
    """Remind every agency whose day has come; a duty of the worker. Returns False, for nothing more waits."""
    today = today or local_day(timezone.now())
    working = due.calendar().working
    if not working.is_working(today):
        return False
    waiting = Forwarding.objects.filter(
        ended_at=None,
        question__state__in=WITH_AGENCY,
        question__withdrawn_at=None,
        question__due_on__isnull=False,
    ).exclude(email="")
    for forwarding in waiting.exclude(reminded_on=today).select_related("question"):
        name = _name_on(today, forwarding.question.due_on, working)
        if name:
            _remind(forwarding, name, today)
    _remind_office(today, working)
    return False


def _remind_office(today: date, working: WorkingCalendar) -> None:
    """Remind the office of what no agency has, in the same days as agencies are reminded."""
    for question in Question.objects.open().exclude(state__in=WITH_AGENCY).filter(due_on__isnull=False):
        name = _name_on(today, question.due_on, working)
        if name:
            with transaction.atomic():
                if tell_office(question, f"office_{name}", today):
                    note(question, EventKind.REMINDED, CLOCK)


def _name_on(today: date, due_on: date | None, working: WorkingCalendar) -> str:
    """Return which reminder is due on a working day, "" for none."""
    assert due_on is not None  # noqa: S101  # asked for
    left = working.count(today, due_on) if due_on >= today else -working.count(due_on, today)
    if left in {0, BEFORE}:
        return "reminder"
    return "overdue" if left < 0 and (-left - 1) % EVERY == 0 else ""


def _remind(forwarding: Forwarding, name: str, today: date) -> None:
    try:
        moderation.remind(
            forwarding.question_id,
            actor=CLOCK,
            name=name,
            today=today,
            key=f"question-reminder:{forwarding.pk}:{today.isoformat()}",
        )
    except ValidationError as error:  # answered or withdrawn in the meantime
        logger.info("question %s was not reminded of: %s", forwarding.question_id, error.code)
