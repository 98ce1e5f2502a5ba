"""Taking in questions, and what askers do with them later; every write is one transaction with its trail."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.models import AdministrativeUnit
from portal.core.intake.fields import LONGEST_TEXT
from portal.core.intake.private_files import keep_file
from portal.core.intake.receipts import new_receipt, receipt_digest
from portal.core.services import private_contacts
from portal.core.services.mailing import without_addresses
from portal.core.services.private_contacts import Contact
from portal.questions.enums import Action, Channel, EventKind, State
from portal.questions.models import Message, Question, QuestionField, QuestionFile
from portal.questions.services import due
from portal.questions.services.actors import ASKER, Actor, require
from portal.questions.services.notices import tell_agency, tell_asker
from portal.questions.services.personal_data import FORM
from portal.questions.services.states import locked, note
from search import vietnamese
from search.vietnamese import format_date

LONGEST_TITLE = 300
#: So many further words an asker may write on one case.
MOST_MESSAGES = 50
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: What a code that does not exist is compared with, so that it takes as long.
_NO_DIGEST = receipt_digest("0")
_NO_CONTACT = Contact()


@dataclass(frozen=True, kw_only=True)
class NewQuestion:
    """What somebody asks, clean."""

    title: str
    text: str
    field: QuestionField | None = None
    area: str = ""
    contact: Contact = _NO_CONTACT
    has_consented: bool = False
    channel: Channel = Channel.FORM


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What the asker is given: the secret is nowhere else."""

    question: Question
    secret: str


def new_code() -> str:
    """Return a case's name of 50 random bits: HD-7KQ2M-9XD44."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _n in range(10))
    return f"HD-{letters[:5]}-{letters[5:]}"


def code_key(code: str) -> str:
    """Return a code as it is stored, whatever case and dashes it was typed with."""
    plain = "".join(char for char in code.upper() if char.isascii() and char.isalnum())
    plain = plain.removeprefix("HD").translate(str.maketrans("ILOU", "110V"))
    return f"HD-{plain[:5]}-{plain[5:]}" if len(plain) == 10 else ""


def receive(new: NewQuestion, files: Sequence[UploadedFile] = (), *, now: datetime | None = None) -> Taken:
    """Store a question and return its code and secret. Needs a transaction."""
    now = now or timezone.now()
    secret = new_receipt()
    area, contact = _place(new)
    question = Question(
        code=new_code(),
        secret_digest=receipt_digest(secret),
        title=new.title,
        text=new.text,
        field=new.field,
        area=area,
        agency=new.field.default_agency if new.field else None,
        asked_at=now,
        contact=private_contacts.keep(FORM, contact),
        has_consented=new.has_consented,
        channel=new.channel,
        state_since=now,
    )
    due.start(question, now)
    question.derive()
    question.save()
    for file in files:
        keep_file(QuestionFile(question=question), file)
    note(question, EventKind.STATE, ASKER, after=State.RECEIVED, now=now)
    assert question.due_on is not None  # noqa: S101  # `start` has set it
    context = {"secret": secret, "due": format_date(question.due_on), "title": without_addresses(new.title)}
    tell_asker(question, "receipt", context)
    return Taken(question=question, secret=secret)


def _place(new: NewQuestion) -> tuple[str, Contact]:
    """Return the place for everybody, and the contact with what else was typed for one: that may tell who asks."""
    if not new.area:
        return "", new.contact
    wanted = vietnamese.fold(new.area)
    for unit in AdministrativeUnit.objects.all():
        if wanted in {vietnamese.fold(name) for name in (unit.code, unit.name_vi, *unit.alias_list)}:
            return unit.name_vi, new.contact
    known = new.contact
    address = "; ".join(part for part in (known.address, new.area) if part)
    return "", Contact(name=known.name, email=known.email, phone=known.phone, address=address)


def question_of(code: str, secret: str) -> Question | None:
    """Return the question that a code and its secret name; takes as long for a wrong code as for a wrong secret."""
    key = code_key(code) if len(code) <= 100 else ""
    given = receipt_digest(secret) if len(secret) <= 200 else ""
    found = Question.objects.filter(code=key).select_related("agency", "field", "contact").first()
    stored = found.secret_digest if found and found.secret_digest else _NO_DIGEST
    is_right = hmac.compare_digest(stored, given)
    return found if found is not None and found.secret_digest and is_right else None


@transaction.atomic
def write(
    question_id: int,
    text: str,
    *,
    actor: Actor,
    files: Sequence[UploadedFile] = (),
    notes: Sequence[str] = (),
    channel: Channel = Channel.FORM,
) -> Message:
    """Add a further word to a case; whoever is on the other side is told."""
    question = locked(question_id)
    require(actor, Action.WRITE, question)
    text = vietnamese.normalize(text).strip()
    if not text and not files:
        raise ValidationError(_("Hãy viết nội dung."), code="required")
    if len(text) > LONGEST_TEXT:
        raise ValidationError(_("Nội dung quá dài."), code="too_long")
    is_asker = actor.role == ASKER.role
    if is_asker and question.messages.filter(role=ASKER.role).count() >= MOST_MESSAGES:
        raise ValidationError(_("Câu hỏi này đã có quá nhiều trao đổi; hãy gửi câu hỏi mới."), code="many")
    message = Message.objects.create(
        question=question,
        role=actor.role,
        author=actor.name,
        user=actor.user,  # type: ignore[misc]
        text=text,
        channel=channel,
        note="\n".join(notes),
    )
    for file in files:
        keep_file(QuestionFile(question=question, message=message), file)
    question.is_unread = is_asker or question.is_unread
    question.save()
    note(question, EventKind.MESSAGE, actor)
    if is_asker:
        if (forwarding := question.forwardings.filter(ended_at=None).first()) is not None:
            tell_agency(forwarding, "agency_message")
    else:
        tell_asker(question, "message", {"text": text, "author": actor.name})
    return message


@transaction.atomic
def withdraw(question_id: int, *, now: datetime | None = None) -> Question:
    """Let an asker take back a question that is not published; it is kept, and nobody works on it any more."""
    question, now = locked(question_id), now or timezone.now()
    require(ASKER, Action.WITHDRAW, question)
    question.withdrawn_at = now
    question.save()
    question.forwardings.filter(ended_at=None).update(ended_at=now)
    note(question, EventKind.WITHDRAWN, ASKER, before=question.state, now=now)
    return question
