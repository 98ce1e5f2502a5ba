"""Outgoing mail to people who left an address: a task in the content's own transaction, text and receiver sealed."""

from __future__ import annotations

import base64
import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task

from portal.core.encryption import seal, unseal
from portal.core.models import PrivateAccess, PrivateContact
from portal.core.services.private_contacts import read_for_mail

logger = logging.getLogger(__name__)

#: Pauses after which a mail that could not be sent is tried again, in minutes.
_PAUSES = (1, 5, 30, 120, 720)


def mail_contact(contact: PrivateContact | None, subject: str, body: str) -> None:
    """Send a mail to a contact who left an address, when the present transaction commits."""
    if contact is not None and contact.email_digest and contact.erased_at is None:
        token = seal({"contact": contact.pk, "subject": subject, "body": body})
        send_sealed_mail.enqueue(base64.b64encode(token).decode(), 0)


@task()
def send_sealed_mail(token: str, attempt: int) -> None:
    """Send one mail; where the mail server fails, try again later."""
    message = unseal(base64.b64decode(token))
    contact = PrivateContact.objects.filter(pk=message["contact"]).first()
    email = read_for_mail(contact) if contact else ""
    if not email or contact is None:
        return
    try:
        EmailMessage(message["subject"], message["body"], settings.DEFAULT_FROM_EMAIL, [email]).send()
    except OSError as error:
        # The error's own text may name the receiver.
        logger.error("mail not sent (%s), attempt %s", type(error).__name__, attempt + 1)
        if attempt < len(_PAUSES):
            later = timezone.now() + timedelta(minutes=_PAUSES[attempt])
            send_sealed_mail.using(run_after=later).enqueue(token, attempt + 1)
        return
    PrivateAccess.objects.create(contact=contact, action=PrivateAccess.Action.MAIL)
