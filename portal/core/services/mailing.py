"""Outgoing mail: written down in the content's own transaction, encrypted; the worker sends it once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from django.conf import settings
from django.db import IntegrityError, transaction

from portal.core.encryption import digest, seal
from portal.core.models import OutgoingMail, PrivateContact
from portal.core.services import mail_delivery
from portal.core.services.private_contacts import email_key

#: Web and mail addresses, and numbers to call.
_ADDRESSES = re.compile(r"\S*(?://|@|\w\.[^\W\d_]{2,})\S*|\+?\d(?:[\s.-]?\d){7,}")
#: The first part of the code by which a mail that comes back is known.
MAIL = mail_delivery.MAIL


def mail_contact(
    contact: PrivateContact | None,
    subject: str,
    body: str,
    *,
    html: str = "",
    reply_to: str = "",
    key: str = "",
    headers: Mapping[str, str] | None = None,
    is_bulk: bool = False,
) -> OutgoingMail | None:
    """Send a mail to a contact who left an address, when the present transaction commits.

    `reply_to` is an address of `mailbox.addresses.reply_address`. Of a `key` (at most 120 characters) there is one mail
    for ever: a second one is not sent.
    """
    if contact is None or not contact.email_digest or contact.erased_at is not None:
        return None
    content = _content(subject, body, html, reply_to, headers)
    return _write(
        OutgoingMail(contact=contact, receiver_digest=contact.email_digest, is_bulk=is_bulk), content, key
    )


def mail_address(
    email: str, subject: str, body: str, *, html: str = "", reply_to: str = "", key: str = ""
) -> OutgoingMail | None:
    """Send a mail to an office, whose address is no private contact, when the present transaction commits."""
    if not email:
        return None
    content = _content(subject, body, html, reply_to, None) | {"to": email}
    return _write(OutgoingMail(receiver_digest=digest(email_key(email))), content, key)


def _content(
    subject: str, body: str, html: str, reply_to: str, headers: Mapping[str, str] | None
) -> dict[str, object]:
    return {
        "subject": one_line(subject),
        "body": body,
        "html": html,
        "reply_to": reply_to,
        "headers": dict(headers or {}),
    }


def one_line(text: str) -> str:
    """Return a text as a header may hold it: nothing in it begins another header."""
    visible = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return " ".join(visible.split())[:200]


def without_addresses(text: str) -> str:
    """Return what somebody typed without places to go or to call: anybody can have a first mail sent to anybody."""
    return _ADDRESSES.sub("…", one_line(text))


def _write(mail: OutgoingMail, content: dict[str, object], key: str) -> OutgoingMail | None:
    mail.key, mail.sealed = key or None, seal(content)
    try:
        with transaction.atomic():
            mail.save()
    except IntegrityError:
        if key and OutgoingMail.objects.filter(key=key).exists():
            return None
        raise
    if not settings.MAIL_IN_BACKGROUND:
        mail_delivery.deliver([mail.pk])
    return mail
