"""The office's work on a question: take it up, mask, classify, forward, refuse, merge, remind."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.core import generation
from portal.questions.due_dates import local_day
from portal.questions.enums import Action, EventKind, RefusalKind, State
from portal.questions.models import Forwarding, Question, QuestionField
from portal.questions.services.actors import Actor, require
from portal.questions.services.notices import tell_agency, tell_asker
from portal.questions.services.states import change_state, locked, note
from search import outbox, vietnamese
from search.vietnamese import format_date


@transaction.atomic
def moderate(question_id: int, *, actor: Actor) -> Question:
    """Take a new question up."""
    question = locked(question_id)
    change_state(question, Action.MODERATE, actor=actor)
    return question


@transaction.atomic
def mask(question_id: int, *, title: str, text: str, actor: Actor, seen: str = "") -> Question:
    """Set what the public will read; the asker's own words stay in the case.

    `seen` is the moment of the change that the moderator has read: what changed since is not masked unread.
    """
    question = locked(question_id)
    require(actor, Action.MASK, question)
    if seen and seen != question.updated_at.isoformat():
        raise ValidationError(_("Câu hỏi vừa được thay đổi; hãy đọc lại bản mới."), code="changed")
    title, text = " ".join(vietnamese.normalize(title).split()), vietnamese.normalize(text).strip()
    if not title or not text:
        raise ValidationError(_("Bản đã che không được để trống."), code="empty")
    question.masked_title = "" if title == question.title else title[:300]
    question.masked_text = "" if text == question.text else text
    answer = getattr(question, "answer", None)
    question.derive(answer.text if answer and question.state == State.PUBLISHED else "")
    question.save()
    note(question, EventKind.MASKED, actor)
    _shown(question)
    return question


@transaction.atomic
def classify(
    question_id: int, *, field: QuestionField | None, actor: Actor, agency: Agency | None = None
) -> Question:
    """Set what a question is about; while nobody has it, the agency follows the field."""
    question = locked(question_id)
    require(actor, Action.CLASSIFY, question)
    question.field = field
    if question.state in {State.RECEIVED, State.MODERATING, State.RETURNED}:
        question.agency = agency or (field.default_agency if field else question.agency)
    question.save()
    note(question, EventKind.CLASSIFIED, actor, after=field.code if field else "")
    _shown(question)
    return question


@transaction.atomic
def forward(
    question_id: int, *, agency: Agency, actor: Actor, email: str = "", message: str = ""
) -> Forwarding:
    """Lay a question before an agency, which gets a signed link by mail and answers by it or by its account."""
    question = locked(question_id)
    email = (email or agency.email).strip()
    if email:
        validate_email(email)
    change_state(question, Action.FORWARD, actor=actor, reason=agency.name_vi)
    question.agency, question.agency_text = agency, ""
    question.save()
    forwarding = Forwarding.objects.create(
        question=question,
        agency=agency,
        email=email,
        note=message.strip(),
        sent_by=actor.user,  # type: ignore[misc]
    )
    tell_agency(forwarding, "forwarded", {"due": format_date(question.due_on) if question.due_on else ""})
    return forwarding


@transaction.atomic
def give_back(question_id: int, *, reason: str, actor: Actor) -> Question:
    """Return a question to the office: the agency is not competent; its link ends."""
    question = locked(question_id)
    change_state(question, Action.RETURN, actor=actor, reason=reason)
    return question


@transaction.atomic
def refuse(question_id: int, *, kind: RefusalKind, reason: str, actor: Actor) -> Question:
    """Refuse a question with a reason that the asker is told; complaints are led to the reception of citizens."""
    question = locked(question_id)
    if not reason.strip() and kind != RefusalKind.COMPLAINT:
        raise ValidationError(_("Hãy ghi lý do; người hỏi sẽ được thông báo."), code="required")
    told = f"{kind.label}. {reason.strip()}".strip()
    change_state(question, Action.REFUSE, actor=actor, reason=told)
    tell_asker(question, "refused", {"reason": told, "is_complaint": kind == RefusalKind.COMPLAINT})
    return question


@transaction.atomic
def merge(question_id: int, *, into: int, actor: Actor) -> Question:
    """Merge a question with another one that asks the same; its asker follows that one."""
    last = _end_of_merges(into)
    # Both are locked, in one order: two people who merge two questions with each other wait for one another.
    for key in sorted({question_id, last or question_id}):
        Question.objects.select_for_update().filter(pk=key).first()
    question, target = locked(question_id), None if last is None else Question.objects.filter(pk=last).first()
    if target is not None and target.merged_into_id:
        raise ValidationError(_("Câu hỏi vừa được thay đổi; hãy đọc lại bản mới."), code="changed")
    if target is None or target.pk == question.pk:
        raise ValidationError(_("Hãy ghi số của một câu hỏi khác."), code="unknown")
    if target.state in {State.REFUSED, State.WITHDRAWN} or target.withdrawn_at is not None:
        raise ValidationError(_("Không gộp vào câu hỏi đã từ chối, đã gỡ hoặc đã rút."), code="closed")
    change_state(question, Action.MERGE, actor=actor, reason=_("Gộp với câu hỏi %(id)s") % {"id": target.pk})
    question.merged_into = target
    question.save()
    tell_asker(question, "merged", {"target": target})
    return question


def _end_of_merges(key: int) -> int | None:
    """Return the question that one was merged with in the end, itself where it was not; None for an unknown one."""
    seen: set[int] = set()
    while key not in seen:
        seen.add(key)
        row = Question.objects.filter(pk=key).values_list("merged_into", flat=True).first()
        if row is None:
            return key if Question.objects.filter(pk=key).exists() else None
        key = row
    return None


@transaction.atomic
def remind(
    question_id: int, *, actor: Actor, name: str = "reminder", key: str = "", today: date | None = None
) -> Question:
    """Remind the agency that has a question."""
    question = locked(question_id)
    require(actor, Action.REMIND, question)
    forwarding = question.forwardings.filter(ended_at=None).select_related("question").first()
    if forwarding is None or not forwarding.email:
        raise ValidationError(_("Cơ quan không có thư điện tử để nhắc."), code="email")
    tell_agency(
        forwarding,
        name,
        {"due": format_date(question.due_on) if question.due_on else ""},
        key=key,
    )
    forwarding.reminded_on = today or local_day(timezone.now())
    forwarding.save()
    note(question, EventKind.REMINDED, actor)
    return question


@transaction.atomic
def mark_read(question_id: int) -> None:
    """Note that somebody of the office has read what the asker wrote last."""
    Question.objects.filter(pk=question_id, is_unread=True).update(is_unread=False)


def _shown(question: Question) -> None:
    if question.state == State.PUBLISHED:
        outbox.enqueue("question", question.pk)
        generation.raise_generation()
