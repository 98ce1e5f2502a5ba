"""The signed addresses in mails: confirm, stop, manage, take another address. Who has one may do what it says."""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone

from portal.core.encryption import Unreadable, seal, unseal
from portal.core.links import localized_path

#: A link to confirm is good for so long.
CONFIRMATION_VALIDITY = timedelta(days=3)


class BadLink(Exception):
    """A link that we did not write, or that is too old."""


def confirmation(subscription_id: int, language: str) -> str:
    """Return the address of the page on which a subscription is confirmed."""
    return _address("xac-nhan", signing.dumps(subscription_id, salt="alerts.confirm"), language)


def stopping(subscriber_id: int, language: str) -> str:
    """Return the address that ends all mail to a person, by one post or on a page."""
    return _address("huy", signing.dumps(subscriber_id, salt="alerts.stop"), language)


def managing(subscriber_id: int, language: str) -> str:
    """Return the address of a person's own page."""
    return _address("quan-ly", signing.dumps(subscriber_id, salt="alerts.manage"), language)


def moving(subscriber_id: int, email: str, language: str) -> str:
    """Return the address of the page on which a new mail address is confirmed; it stands there encrypted."""
    sealed = seal({"subscriber": subscriber_id, "email": email, "at": timezone.now().timestamp()})
    return _address("dia-chi", base64.urlsafe_b64encode(sealed).decode().rstrip("="), language)


def read_confirmation(token: str) -> int:
    """Return which subscription a link confirms; raise `BadLink`."""
    return _read(token, "alerts.confirm", CONFIRMATION_VALIDITY)


def read_stopping(token: str) -> int:
    """Return whose mail a link ends, whenever it was sent; raise `BadLink`."""
    return _read(token, "alerts.stop")


def read_managing(token: str) -> int:
    """Return whose page a link leads to; raise `BadLink`."""
    return _read(token, "alerts.manage")


def read_moving(token: str) -> tuple[int, str]:
    """Return who takes which new address; raise `BadLink`."""
    try:
        content = unseal(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        subscriber_id, email = int(content["subscriber"]), str(content["email"])
        is_late = timezone.now().timestamp() - content["at"] > CONFIRMATION_VALIDITY.total_seconds()
    except (Unreadable, binascii.Error, ValueError, KeyError, TypeError) as error:
        raise BadLink from error
    if is_late:
        raise BadLink
    return subscriber_id, email


def _read(token: str, salt: str, validity: timedelta | None = None) -> int:
    try:
        return int(signing.loads(token, salt=salt, max_age=validity))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadLink from error


def _address(name: str, token: str, language: str) -> str:
    return f"{settings.SITE_URL}{localized_path(f'/theo-doi/{name}/{token}/', language)}"
