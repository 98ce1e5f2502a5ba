"""Changing a question's state: the only place that writes it, along the shipped table, with who, when and why."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import generation
from portal.questions.due_dates import local_day
from portal.questions.enums import WITH_AGENCY, Action, EventKind, State
from portal.questions.models import Forwarding, Question, QuestionEvent
from portal.questions.services.actors import CLOCK, Actor, require
from portal.questions.transitions import may_follow, rules, target_of
from search import outbox

_WITH_REASON = frozenset({Action.REFUSE, Action.RETURN, Action.UNPUBLISH})


def locked(question_id: int) -> Question:
    """Return a question locked for a change, its state by the clock; needs a transaction."""
    found = Question.objects.select_for_update(of=("self",)).select_related("agency", "field", "contact")
    question = found.get(pk=question_id)
    settle(question)
    return question


def change_state(
    question: Question, action: Action, *, actor: Actor, reason: str = "", now: datetime | None = None
) -> None:
    """Move a locked question to where an action leads, or raise `ValidationError`."""
    now, reason = now or timezone.now(), reason.strip()
    target = target_of(action)
    require(actor, action, question)
    if target is None or not may_follow(question.state, target):
        raise ValidationError(_("Không chuyển được trạng thái."), code="transition")
    if action in _WITH_REASON and not reason:
        raise ValidationError(_("Hãy ghi lý do."), code="required")
    before, was_public = question.state, rules()[question.state].is_public
    question.write_state(target, reason, now)
    if target == State.ANSWERED:
        question.answered_at = now
    if target == State.PUBLISHED:
        question.published_at = now
    question.save()
    if before in WITH_AGENCY and target not in WITH_AGENCY:
        Forwarding.objects.filter(question=question, ended_at=None).update(ended_at=now)
    note(question, EventKind.STATE, actor, before=before, after=target, text=reason, now=now)
    if was_public or rules()[target].is_public:
        outbox.enqueue("question", question.pk)
        generation.raise_generation()


def settle(question: Question, now: datetime | None = None) -> bool:
    """Write down that a question before an agency is overdue; return whether it was."""
    now = now or timezone.now()
    if question.state != State.FORWARDED or question.withdrawn_at is not None or question.due_on is None:
        return False
    if question.due_on >= local_day(now):
        return False
    change_state(question, Action.EXPIRE, actor=CLOCK, now=now)
    return True


def settle_due() -> bool:
    """Write down what has become overdue; a duty of the worker. Returns False, for nothing more waits."""
    today = local_day(timezone.now())
    due = Question.objects.filter(state=State.FORWARDED, withdrawn_at=None, due_on__lt=today)
    for pk in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            locked(pk)
    return False


def note(
    question: Question,
    kind: EventKind,
    actor: Actor,
    *,
    before: str = "",
    after: str = "",
    text: str = "",
    now: datetime | None = None,
) -> QuestionEvent:
    """Add to the trail."""
    return QuestionEvent.objects.create(
        question=question,
        kind=kind,
        before=before,
        after=after,
        note=text,
        role=actor.role,
        actor=actor.name,
        user=actor.user,  # type: ignore[misc]  # whatever the user model is
        at=now or timezone.now(),
    )
