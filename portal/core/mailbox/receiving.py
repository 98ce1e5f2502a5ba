"""Taking one mail in: once, in one transaction with the note of it, by the room whose case it names."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core import registry
from portal.core.mailbox.addresses import Token
from portal.core.mailbox.messages import ReadMail, Unreadable, read
from portal.core.models import IncomingMail
from portal.core.registry import Reply, ReplyRefused
from portal.core.services import mail_addresses
from portal.core.services.mailing import MAIL

logger = logging.getLogger(__name__)

Outcome = IncomingMail.Outcome
#: More mails to one case in an hour are two programs that answer each other.
MOST_AN_HOUR = 20


@dataclass(frozen=True)
class Place:
    """Where a mail lies: the mailbox, its present numbering, its number."""

    mailbox: str
    validity: int
    uid: int


def receive(place: Place, raw: bytes, *, is_whole: bool = True, note: str = "") -> IncomingMail.Outcome:
    """Take a mail in and return what became of it; what fails is noted and tried again."""
    try:
        with transaction.atomic():
            noted, _is_new = IncomingMail.objects.select_for_update().get_or_create(
                place=place.mailbox,
                validity=place.validity,
                uid=place.uid,
                defaults={"outcome": Outcome.FAILED},
            )
            if noted.outcome != Outcome.FAILED:
                return Outcome(noted.outcome)
            noted.attempts += 1
            _take(noted, raw, is_whole, note)
            noted.at = timezone.now()
            noted.save()
            return Outcome(noted.outcome)
    except IntegrityError:
        # Another worker took the same mail in the meantime.
        logger.warning("a mail was taken by two workers at once; one of them stepped back")
        return Outcome.FAILED
    except Exception:  # a room's own code runs here; its other mails are still due
        logger.exception("taking a mail in failed and will be tried again")
        noted, _is_new = IncomingMail.objects.get_or_create(
            place=place.mailbox, validity=place.validity, uid=place.uid, defaults={"outcome": Outcome.FAILED}
        )
        IncomingMail.objects.filter(pk=noted.pk, outcome=Outcome.FAILED).update(
            attempts=noted.attempts + 1, at=timezone.now()
        )
        return Outcome.FAILED


def _take(noted: IncomingMail, raw: bytes, is_whole: bool, note: str) -> None:
    try:
        mail = read(raw, is_whole=is_whole, note=note)
    except Unreadable as error:
        logger.warning("a mail cannot be read (%s)", error)
        noted.outcome = Outcome.UNREADABLE
        return
    noted.digest = mail.digest
    noted.outcome = _returned(mail) if mail.reports else _answered(noted, mail)


def _returned(mail: ReadMail) -> IncomingMail.Outcome:
    """Note that a mail of ours came back; a report with none of our codes tells us nothing."""
    ours = [token for token in (*mail.tokens, *mail.quoted_tokens) if token.prefix == MAIL]
    if not ours:
        return Outcome.UNKNOWN
    final = next((report for report in mail.reports if report.is_final), None)
    if final is not None:
        mail_addresses.note_returned(ours[0].key, final.status)
    return Outcome.BOUNCE


def _answered(noted: IncomingMail, mail: ReadMail) -> IncomingMail.Outcome:
    token = next((token for token in mail.tokens if token.prefix in registry.reply_handlers), None)
    if mail.is_automatic:
        return Outcome.AUTOMATIC if mail.tokens else Outcome.UNKNOWN
    if token is None:
        return Outcome.UNKNOWN
    noted.case = f"{token.prefix} {token.key}"
    if IncomingMail.objects.filter(digest=mail.digest, outcome=Outcome.TAKEN).exists():
        return Outcome.REPEATED
    if _is_loop(noted.case):
        return Outcome.REFUSED
    return _handed(token, mail)


def _handed(token: Token, mail: ReadMail) -> IncomingMail.Outcome:
    reply = Reply(
        key=token.key,
        sender=mail.sender,
        subject=mail.subject,
        text=mail.text,
        files=mail.files,
        notes=mail.notes,
    )
    try:
        with transaction.atomic():
            registry.reply_handlers[token.prefix](reply)
    except ReplyRefused as refusal:
        if refusal.tell is not None:
            refusal.tell()
        return Outcome.REFUSED
    return Outcome.TAKEN


def _is_loop(case: str) -> bool:
    since = timezone.now() - timedelta(hours=1)
    taken = IncomingMail.objects.filter(case=case, at__gte=since, outcome=Outcome.TAKEN)
    return taken.count() >= MOST_AN_HOUR
