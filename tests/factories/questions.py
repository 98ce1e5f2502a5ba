"""Questions for tests, taken in and moved as the site does it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.agencies.models import Agency
from portal.core.services.private_contacts import Contact
from portal.questions.enums import Action, Role, State
from portal.questions.models import Answer, Question
from portal.questions.services.actors import CLOCK, Actor
from portal.questions.services.asking import NewQuestion, Taken, receive
from portal.questions.services.states import change_state
from tests.factories.agencies import AgencyFactory
from tests.factories.drafts import solution

#: Whoever may do everything that people of the office may.
OFFICE = Actor(roles=frozenset({Role.HANDLER, Role.APPROVER}), name="Văn phòng")
TEXT = "Tôi muốn biết mức bồi thường khi thu hồi đất trồng cây lâu năm."
_WAY: dict[State, list[Action]] = {
    State.RECEIVED: [],
    State.MODERATING: [Action.MODERATE],
    State.FORWARDED: [Action.FORWARD],
    State.RETURNED: [Action.FORWARD, Action.RETURN],
    State.OVERDUE: [Action.FORWARD, Action.EXPIRE],
    State.ANSWERED: [Action.FORWARD, Action.ANSWER],
    State.PUBLISHED: [Action.FORWARD, Action.ANSWER, Action.PUBLISH],
    State.MERGED: [Action.MODERATE, Action.MERGE],
    State.REFUSED: [Action.REFUSE],
    State.WITHDRAWN: [Action.FORWARD, Action.ANSWER, Action.PUBLISH, Action.UNPUBLISH],
}


def take(*, now: datetime | None = None, **fields: Any) -> Taken:
    """Return a question that was just taken in, with its secret."""
    new = {"title": "Bồi thường khi thu hồi đất", "text": TEXT, "has_consented": True} | fields
    with transaction.atomic():
        return receive(NewQuestion(**new), now=now)


def ask(
    state: State = State.RECEIVED, *, agency: Agency | None = None, now: datetime | None = None, **fields: Any
) -> Question:
    """Return a question in a state, which it reached by the transitions of the table."""
    fields.setdefault(
        "contact", Contact(name="Nguyễn Thị Bình", email="binh@example.org", phone="0912345678")
    )
    question = take(now=now, **fields).question
    if agency is not None:
        question.agency = agency
        question.save()
    for action in _WAY[state]:
        step(question, action)
    return question


def step(question: Question, action: Action, *, now: datetime | None = None) -> None:
    """Move a question one step along the table."""
    if action == Action.FORWARD and question.agency is None:
        question.agency = AgencyFactory(email="so@example.org")
        question.save()
    if action == Action.ANSWER:
        Answer.objects.create(
            question=question, text="Theo quy định tại Điều 79.", approved_at=timezone.now()
        )
    if action == Action.PUBLISH:
        question.derive(question.answer.text)
    actor = CLOCK if action == Action.EXPIRE else OFFICE
    with transaction.atomic():
        change_state(question, action, actor=actor, reason="Lý do", now=now)


def published_question(**fields: Any) -> Question:
    """Return a question that everybody reads."""
    return ask(State.PUBLISHED, **fields)


def post_body(**changes: Any) -> dict[str, Any]:
    """Return the body of a question that is accepted."""
    return {
        "title": "Hạn mức giao đất ở",
        "text": "Hạn mức giao đất ở tại xã là bao nhiêu?",
        "field": None,
        "area": "Xã Đắk Wil",
        "name": "Nguyễn Thị Bình",
        "contact": {"email": "binh@example.org", "phone": "0912 345 678", "address": "12 Lê Lợi"},
        "consent": True,
        "altcha": solution(),
    } | changes
