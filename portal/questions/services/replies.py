"""Mails to the address of a case: from its asker, or from the agency that has it."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from portal.core.registry import Reply, ReplyRefused
from portal.questions.enums import Channel, Role
from portal.questions.models import Forwarding, Question
from portal.questions.services import asking
from portal.questions.services.actors import ASKER, Actor


def from_asker(reply: Reply) -> None:
    """Add what an asker answered to a mail of ours to his case."""
    question = Question.objects.filter(pk=reply.key).first()
    if question is None:
        raise ReplyRefused("no such question")
    _write(question.pk, reply, ASKER)


def from_agency(reply: Reply) -> None:
    """Add what an agency writes by mail to the case; the answer itself is given by its link."""
    forwarding = Forwarding.objects.select_related("agency").filter(pk=reply.key).first()
    if forwarding is None or forwarding.ended_at is not None:
        raise ReplyRefused("the question does not lie before this agency")
    agency = Actor(
        roles=frozenset({Role.AGENCY}), name=forwarding.agency.name_vi, agency_id=forwarding.agency_id
    )
    _write(forwarding.question_id, reply, agency)


def _write(question_id: int, reply: Reply, actor: Actor) -> None:
    try:
        asking.write(
            question_id,
            reply.text,
            actor=actor,
            files=[file.upload() for file in reply.files],
            notes=reply.notes,
            channel=Channel.MAIL,
        )
    except ValidationError as error:
        raise ReplyRefused(str(error.code)) from error
