"""Private data of people who wrote to the portal: kept encrypted, read with a trace, erased when its time has come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.encryption import digest, digests, reseal, seal, unseal
from portal.core.models import OutgoingMail, PrivateAccess, PrivateContact, RetentionPeriod
from portal.core.registry import private_forms

#: Nobody keeps what was told in confidence for longer than ten years.
LONGEST_DAYS = 3650
_FIELDS = ("name", "email", "phone", "address")
PHONE = RegexValidator(
    r"^\+?[0-9][0-9 .()-]{6,24}$", _("Hãy nhập số điện thoại, ví dụ 0912 345 678."), code="phone"
)
Reader = AbstractBaseUser | AnonymousUser | None


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What a person told in confidence."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in _FIELDS)


def keep(form: str, contact: Contact, *, has_more: bool = False) -> PrivateContact | None:
    """Store private data for a form's retention period; None where there is nothing to keep.

    `has_more` says that the form itself keeps something private, such as files: it is erased with this record.
    """
    if not contact and not has_more:
        return None
    until = timezone.localdate() + timedelta(days=retention_days(form))
    return PrivateContact.objects.create(
        form=form,
        sealed=seal({name: getattr(contact, name) for name in _FIELDS if getattr(contact, name)}),
        email_digest=digest(email_key(contact.email)),
        phone_digest=digest(phone_key(contact.phone)),
        retain_until=until,
    )


def retention_days(form: str) -> int:
    """Return how many days private data of a form is kept: what the office has set, or the form's own period."""
    days = RetentionPeriod.objects.filter(form=form).values_list("days", flat=True).first()
    return days if days is not None else private_forms[form].retention_days


@transaction.atomic
def set_retention(form: str, days: int, user: Reader = None) -> None:
    """Set how long private data of a form is kept; what is kept already ends by the new period too."""
    if not private_forms[form].is_settable:
        raise ValidationError(_("Thời hạn của biểu mẫu này do chính việc theo dõi quyết định."), code="fixed")
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError(
            _("Thời hạn lưu phải từ 1 đến %(most)s ngày.") % {"most": LONGEST_DAYS}, code="days"
        )
    if days == retention_days(form):
        return
    username = user.get_username() if user is not None and user.is_authenticated else ""
    RetentionPeriod.objects.update_or_create(
        form=form, defaults={"days": days, "username": username, "set_at": timezone.now()}
    )
    kept = PrivateContact.objects.filter(form=form, erased_at=None).only("pk", "created_at")
    changed = []
    for contact in kept.iterator(chunk_size=2000):
        contact.retain_until = timezone.localdate(contact.created_at) + timedelta(days=days)
        changed.append(contact)
    PrivateContact.objects.bulk_update(changed, ["retain_until"], batch_size=500)


def read(contact: PrivateContact, user: Reader) -> Contact:
    """Return private data to a person of the handling group; the view is logged in the same transaction."""
    with transaction.atomic():
        _log([contact], PrivateAccess.Action.VIEW, user)
        return _open(contact)


def read_for_mail(contact: PrivateContact) -> str:
    """Return the address that a mail of the portal itself goes to, "" when it was erased."""
    return _open(contact).email


def contacts_of(email_or_phone: str) -> QuerySet[PrivateContact]:
    """Return what is kept of a person, found by mail address or telephone number."""
    text = email_or_phone.strip()
    found = digests(email_key(text)) if "@" in text else digests(phone_key(text))
    if not found:
        return PrivateContact.objects.none()
    return PrivateContact.objects.filter(Q(email_digest__in=found) | Q(phone_digest__in=found)).order_by("pk")


@transaction.atomic
def export(contacts: Iterable[PrivateContact], user: Reader = None) -> list[dict[str, Any]]:
    """Return all that is kept of a person, with what each form stored beside it; the export is logged."""
    kept = list(contacts)
    _log(kept, PrivateAccess.Action.EXPORT, user)
    beside: dict[int, Any] = {}
    for form in {contact.form for contact in kept}:
        ids = [contact.pk for contact in kept if contact.form == form]
        beside |= private_forms[form].describe(ids)
    return [
        {
            "form": contact.form,
            "received_at": contact.created_at.isoformat(),
            "retain_until": contact.retain_until.isoformat(),
            "private": unseal(contact.sealed) if contact.sealed else {},
            "records": beside.get(contact.pk, []),
        }
        for contact in kept
    ]


@transaction.atomic
def erase(
    contacts: Iterable[PrivateContact],
    user: Reader = None,
    action: PrivateAccess.Action = PrivateAccess.Action.ERASE,
) -> int:
    """Erase private data for good and what of it forms keep in public; return how many records were erased."""
    kept = [contact for contact in contacts if contact.erased_at is None]
    for form in {contact.form for contact in kept}:
        private_forms[form].forget([contact.pk for contact in kept if contact.form == form])
    PrivateContact.objects.filter(pk__in=[contact.pk for contact in kept]).update(
        sealed=b"", email_digest="", phone_digest="", erased_at=timezone.now()
    )
    # What was still to be sent holds what was told in confidence too.
    OutgoingMail.objects.filter(contact__in=kept, state=OutgoingMail.State.QUEUED).update(
        state=OutgoingMail.State.DROPPED, sealed=b"", settled_at=timezone.now()
    )
    _log(kept, action, user)
    return len(kept)


def erase_expired() -> bool:
    """Erase what was kept long enough, some at a time; return whether more waits."""
    due = PrivateContact.objects.filter(retain_until__lt=timezone.localdate(), erased_at=None)[:500]
    return erase(due, action=PrivateAccess.Action.EXPIRE) == 500


def rotate() -> int:
    """Encrypt everything anew with the first key; return how many records there were."""
    done, last = 0, 0
    while batch := list(PrivateContact.objects.filter(pk__gt=last, erased_at=None).order_by("pk")[:200]):
        with transaction.atomic():
            for contact in batch:
                opened = _open(contact)
                contact.sealed = reseal(contact.sealed)
                contact.email_digest = digest(email_key(opened.email))
                contact.phone_digest = digest(phone_key(opened.phone))
            PrivateContact.objects.bulk_update(batch, ["sealed", "email_digest", "phone_digest"])
        done, last = done + len(batch), batch[-1].pk
    for mail in OutgoingMail.objects.exclude(sealed=b"").iterator(chunk_size=200):
        OutgoingMail.objects.filter(pk=mail.pk).exclude(sealed=b"").update(sealed=reseal(mail.sealed))
    return done


def email_key(text: str) -> str:
    """Return a mail address as it is compared."""
    return text.strip().lower()


def phone_key(text: str) -> str:
    """Return a telephone number as it is compared: digits, the country's code as 0."""
    return re.sub(r"^84(?=\d{9}$)", "0", re.sub(r"\D", "", text))


def _open(contact: PrivateContact) -> Contact:
    if not contact.sealed:
        return Contact()
    opened: Mapping[str, str] = unseal(contact.sealed)
    return Contact(**{name: opened.get(name, "") for name in _FIELDS})


def _log(contacts: Iterable[PrivateContact], action: PrivateAccess.Action, user: Reader) -> None:
    known = user if user is not None and user.is_authenticated else None
    PrivateAccess.objects.bulk_create(
        PrivateAccess(
            contact=contact,
            action=action,
            user=known,  # type: ignore[misc]  # whatever the user model is
            username=known.get_username() if known else "",
        )
        for contact in contacts
    )
