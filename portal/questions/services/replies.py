"""Mails to the address of a case: from its asker, or from the agency that has it.

What is not taken is told by mail, never to the address that the mail claims to come from: to the one that the case has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.core.encryption import digests
from portal.core.registry import Reply, ReplyRefused
from portal.core.services.private_contacts import email_key
from portal.questions.enums import Channel, Role
from portal.questions.models import Forwarding, Question
from portal.questions.services import asking
from portal.questions.services.actors import ASKER, Actor
from portal.questions.services.notices import tell_agency_not_taken, tell_asker_not_taken


def from_asker(reply: Reply) -> None:
    """Add what an asker answered to a mail of ours to his case."""
    question = Question.objects.select_related("contact").filter(pk=reply.key).first()
    if question is None:
        raise ReplyRefused("no such question")
    contact = question.contact
    is_known = contact is not None and contact.email_digest in digests(email_key(reply.sender))
    _write(question.pk, reply, ASKER, is_known, partial(tell_asker_not_taken, question))


def from_agency(reply: Reply) -> None:
    """Add what an agency writes by mail to the case; the answer itself is given by its link."""
    forwarding = Forwarding.objects.select_related("agency", "question").filter(pk=reply.key).first()
    if forwarding is None:
        raise ReplyRefused("no such forwarding")
    tell = partial(tell_agency_not_taken, forwarding)
    if forwarding.ended_at is not None:
        raise ReplyRefused(
            "the question does not lie before this agency",
            tell=partial(tell, [_("Câu hỏi không còn ở cơ quan để trả lời.")]),
        )
    agency = Actor(
        roles=frozenset({Role.AGENCY}), name=forwarding.agency.name_vi, agency_id=forwarding.agency_id
    )
    _write(
        forwarding.question_id, reply, agency, email_key(reply.sender) == email_key(forwarding.email), tell
    )


def _write(
    question_id: int, reply: Reply, actor: Actor, is_known: bool, tell: Callable[[Sequence[str]], None]
) -> None:
    notes = list(reply.notes)
    if not is_known:
        notes.append(_("Thư gửi từ một địa chỉ khác địa chỉ mà hồ sơ có."))
    try:
        asking.write(
            question_id,
            reply.text,
            actor=actor,
            files=[file.upload() for file in reply.files],
            notes=notes,
            channel=Channel.MAIL,
        )
    except ValidationError as error:
        sentences = [*reply.notes, *error.messages]
        raise ReplyRefused(str(error.code), tell=partial(tell, sentences)) from error
    if reply.notes:
        tell(reply.notes)
