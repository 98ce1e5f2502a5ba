"""Reminders by the clock: some working days before the due date, on the day itself, and after it."""

from __future__ import annotations

import logging
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.questions.due_dates import local_day
from portal.questions.enums import WITH_AGENCY
from portal.questions.models import Forwarding
from portal.questions.services import due, moderation
from portal.questions.services.actors import CLOCK

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
        due_on = forwarding.question.due_on
        assert due_on is not None  # noqa: S101  # asked for
        left = working.count(today, due_on) if due_on >= today else -working.count(due_on, today)
        name = (
            "reminder" if left in {0, BEFORE} else "overdue" if left < 0 and (-left - 1) % EVERY == 0 else ""
        )
        if name:
            _remind(forwarding, name, today)
    return False


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
