"""Sending what was written down, one mail after the other, what somebody waits for before the rest."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from portal.core.encryption import unseal
from portal.core.mailbox.addresses import reply_address, sign
from portal.core.models import OutgoingMail, PrivateAccess
from portal.core.services.mail_addresses import note_undeliverable, takes_no_mail
from portal.core.services.mail_transport import ReceiverRefused, hand_over
from portal.core.services.private_contacts import read_for_mail

logger = logging.getLogger(__name__)

State = OutgoingMail.State
#: The first part of the code by which a mail that comes back is known.
MAIL = "m"
#: Pauses after which a mail that could not be sent is tried again, in minutes.
_PAUSES = (1, 5, 30, 120, 720)
#: So many mails go out before the queue is looked at anew.
_BATCH = 100
#: A mail that was handed over so long ago without a word: its worker was killed, and the server has it.
_DOUBT = timedelta(minutes=10)
_KEPT = timedelta(days=60)


def deliver_due() -> bool:
    """Send what is due; return whether more waits. The worker's duty."""
    now = timezone.now()
    OutgoingMail.objects.filter(state=State.HANDED, handed_at__lt=now - _DOUBT).update(
        state=State.SENT, settled_at=now, sealed=b""
    )
    due = OutgoingMail.objects.filter(state=State.QUEUED, due_at__lte=now).order_by("is_bulk", "due_at", "pk")
    ids = list(due.values_list("pk", flat=True)[:_BATCH])
    if ids:
        deliver(ids)
    return len(ids) == _BATCH


def deliver(ids: Sequence[int]) -> None:
    """Send these mails; a server that cannot be reached at all is the caller's affair when nothing was sent yet."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        logger.error("the mail server does not answer (%s)", type(error).__name__)
        for pk in ids:
            _postpone(pk, type(error).__name__)
        return
    try:
        for pk in ids:
            _deliver_one(connection, pk)
    finally:
        connection.close()


def forget_settled() -> bool:
    """Forget mails that were sent long ago; return False, for nothing more waits."""
    OutgoingMail.objects.filter(settled_at__lt=timezone.now() - _KEPT, key=None).delete()
    return False


def _deliver_one(connection: BaseEmailBackend, pk: int) -> None:
    mail = OutgoingMail.objects.select_related("contact").filter(pk=pk, state=State.QUEUED).first()
    if mail is None:
        return
    content = unseal(mail.sealed)
    email = content.get("to") or (read_for_mail(mail.contact) if mail.contact else "")
    if not email or takes_no_mail(email):
        _settle(pk, State.DROPPED)
        return

    def claim() -> bool:
        waiting = OutgoingMail.objects.filter(pk=pk, state=State.QUEUED)
        return waiting.update(state=State.HANDED, handed_at=timezone.now()) == 1

    try:
        if hand_over(connection, _message(mail, content, email), _envelope_sender(pk), claim):
            _sent(mail)
    except ReceiverRefused as refusal:
        _refused(mail, refusal)
    except (OSError, smtplib.SMTPException) as error:
        # The error's own text may name the receiver. A refusal for good is mostly one of how the server is set up.
        _postpone(pk, f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip())
        _reopen(connection)


def _reopen(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        logger.error("the mail server is gone (%s)", type(error).__name__)


def _sent(mail: OutgoingMail) -> None:
    with transaction.atomic():
        _settle(mail.pk, State.SENT)
        if mail.contact is not None and not mail.is_bulk:
            PrivateAccess.objects.create(contact=mail.contact, action=PrivateAccess.Action.MAIL)


def _refused(mail: OutgoingMail, refusal: ReceiverRefused) -> None:
    if refusal.code < 500:
        _postpone(mail.pk, f"receiver {refusal.code}")
        return
    # A full mailbox or a refusal of what we sent says nothing of the address.
    if not refusal.status.startswith(("5.2.2", "5.3.", "5.6.", "5.7.")):
        note_undeliverable(mail.receiver_digest, refusal.status)
    _settle(mail.pk, State.BOUNCED)


def _settle(pk: int, state: OutgoingMail.State) -> None:
    OutgoingMail.objects.filter(pk=pk).update(state=state, settled_at=timezone.now(), sealed=b"")


def _postpone(pk: int, why: str) -> None:
    mail = OutgoingMail.objects.filter(pk=pk, state__in=(State.QUEUED, State.HANDED)).first()
    if mail is None:
        return
    logger.error("mail not sent (%s), attempt %s", why, mail.attempts + 1)
    if mail.attempts >= len(_PAUSES):
        _settle(pk, State.FAILED)
        return
    due_at = timezone.now() + timedelta(minutes=_PAUSES[mail.attempts])
    OutgoingMail.objects.filter(pk=pk).update(state=State.QUEUED, attempts=mail.attempts + 1, due_at=due_at)


def _message(mail: OutgoingMail, content: dict[str, Any], email: str) -> EmailMultiAlternatives:
    domain = (
        settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or urlsplit(settings.SITE_URL).hostname
    )
    headers = {
        "Message-ID": f"<{sign(MAIL, mail.pk)}@{domain}>",
        # No absence note is wanted, and none is answered (RFC 3834).
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        **content.get("headers", {}),
    }
    message = EmailMultiAlternatives(
        content["subject"],
        content["body"],
        settings.DEFAULT_FROM_EMAIL,
        [email],
        headers=headers,
        reply_to=[content["reply_to"]] if content.get("reply_to") else None,
    )
    if content.get("html"):
        message.attach_alternative(content["html"], "text/html")
    return message


def _envelope_sender(pk: int) -> str:
    """Return where the mail goes back to: an address that tells which mail it was, where there is a mailbox."""
    return reply_address(MAIL, pk) or settings.DEFAULT_FROM_EMAIL
