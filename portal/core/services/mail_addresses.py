"""Addresses whose mail comes back: they get no more for a while, and are known by their digest alone."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.core.encryption import digests
from portal.core.models import OutgoingMail, UndeliverableAddress

#: People get new mailboxes under old addresses.
_KEPT = timedelta(days=180)


def takes_no_mail(email: str) -> bool:
    """Whether mail to an address came back for good."""
    return UndeliverableAddress.objects.filter(email_digest__in=digests(email.strip().lower())).exists()


@transaction.atomic
def note_returned(mail_id: int, status: str) -> None:
    """Note that a mail came back for good: its receiver gets no further one."""
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if mail is None:
        return
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=OutgoingMail.State.BOUNCED, sealed=b"", settled_at=timezone.now()
    )
    note_undeliverable(mail.receiver_digest, status)


def note_undeliverable(email_digest: str, status: str) -> None:
    """Remember an address that takes no mail."""
    UndeliverableAddress.objects.update_or_create(
        email_digest=email_digest, defaults={"status": status[:16], "at": timezone.now()}
    )


def forget_undeliverable() -> bool:
    """Forget the addresses whose mail came back long ago; return False, for nothing more waits."""
    UndeliverableAddress.objects.filter(at__lt=timezone.now() - _KEPT).delete()
    return False
