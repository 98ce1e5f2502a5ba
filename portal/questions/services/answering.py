"""Answers: written by the agency, approved and published by the office, taken from the portal with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import generation
from portal.core.intake.private_files import keep_file
from portal.core.withdrawals import withdraw as withdraw_address
from portal.questions.enums import Action, EventKind, State
from portal.questions.models import Answer, Question, QuestionFile
from portal.questions.services.actors import Actor, require
from portal.questions.services.notices import tell_asker
from portal.questions.services.states import change_state, locked, note
from search import outbox, vietnamese

LONGEST_ANSWER = 50_000


@transaction.atomic
def answer(
    question_id: int,
    text: str,
    *,
    actor: Actor,
    legal_bases: Sequence[dict[str, str]] = (),
    signer: str = "",
    files: Sequence[UploadedFile] = (),
    now: datetime | None = None,
) -> Answer:
    """Store what an agency answers; the asker reads it at once, the public once it is published."""
    question = locked(question_id)
    text = checked(text)
    change_state(question, Action.ANSWER, actor=actor, now=now)
    given = Answer.objects.create(
        question=question,
        text=text,
        legal_bases=list(legal_bases),
        agency=question.agency,
        answered_by=actor.user,  # type: ignore[misc]
        signer=signer[:200],
    )
    for file in files:
        keep_file(QuestionFile(question=question), file)
    tell_asker(question, "answered", {"text": text, "agency": question.agency_name})
    return given


@transaction.atomic
def revise(
    question_id: int, text: str, *, actor: Actor, legal_bases: Sequence[dict[str, str]] = ()
) -> Answer:
    """Change the words of an answer; what was there before stays in the trail, an approval ends."""
    question = locked(question_id)
    require(actor, Action.REVISE, question)
    given, text = question.answer, checked(text)
    bases: list[Any] = list(legal_bases)
    if (text, bases) == (given.text, given.legal_bases):
        return given
    note(question, EventKind.REVISED, actor, before=given.text, after=text)
    given.text, given.legal_bases = text, bases
    if question.state == State.ANSWERED:
        given.approved_at = given.approved_by = None
    given.save()
    if question.state == State.PUBLISHED:
        question.derive(text)
        question.save()
        outbox.enqueue("question", question.pk)
        generation.raise_generation()
    return given


@transaction.atomic
def approve(question_id: int, *, actor: Actor, seen: str = "") -> Answer:
    """Approve an answer for the public; `seen` is the moment of the change that the approver has read."""
    question = locked(question_id)
    require(actor, Action.APPROVE, question)
    given = question.answer
    if seen and seen != given.updated_at.isoformat():
        raise ValidationError(_("Câu trả lời vừa được thay đổi; hãy đọc lại bản mới."), code="changed")
    given.approved_at, given.approved_by = timezone.now(), actor.user  # type: ignore[assignment]
    given.save()
    note(question, EventKind.APPROVED, actor)
    return given


@transaction.atomic
def publish(question_id: int, *, actor: Actor, now: datetime | None = None) -> Question:
    """Publish a question with its approved answer."""
    question = locked(question_id)
    require(actor, Action.PUBLISH, question)
    if not question.has_consented:
        raise ValidationError(_("Người hỏi không đồng ý công bố câu hỏi này."), code="consent")
    if question.answer.approved_at is None:
        raise ValidationError(_("Câu trả lời chưa được duyệt."), code="approval")
    question.derive(question.answer.text)
    change_state(question, Action.PUBLISH, actor=actor, now=now)
    return question


@transaction.atomic
def unpublish(question_id: int, *, reason: str, actor: Actor) -> Question:
    """Take a question from the portal; its address answers 410 with the reason."""
    question = locked(question_id)
    change_state(question, Action.UNPUBLISH, actor=actor, reason=reason)
    withdraw_address(f"/hoi-dap/{question.pk}/", reason.strip())
    return question


def checked(text: str) -> str:
    """Return an answer's text in normal letters, or raise `ValidationError`."""
    normal = vietnamese.normalize(text).replace("\r\n", "\n").strip()
    if not normal:
        raise ValidationError(_("Hãy viết nội dung trả lời."), code="required")
    if len(normal) > LONGEST_ANSWER:
        raise ValidationError(_("Nội dung quá dài."), code="too_long")
    return normal
