"""Addresses to answer to: each case has its own, with a code that nobody can make up.

    hoi-dap+q-17-k5zt3mnv2dqyw7hcxe4a@example.gov.vn

The code is signed: whoever has the address of one case can derive no other. Lower case and digits only, because mail
servers change the case of letters before the @.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from portal.core.encryption import purpose_key

#: 100 bits.
_SIGNATURE_LENGTH = 20
_TOKEN = re.compile(r"(?<![a-z0-9])([a-z]{1,8})-([1-9][0-9]{0,17})-([a-z2-7]{20})(?![a-z0-9])")


@dataclass(frozen=True)
class Token:
    """Which case of which room an address stands for."""

    prefix: str
    key: int


def sign(prefix: str, key: int) -> str:
    """Return the code of a case."""
    return f"{prefix}-{key}-{_signature(f'{prefix}-{key}')}"


def tokens_in(text: str) -> Iterator[Token]:
    """Return the cases whose codes stand in a text; a forged code is none."""
    for prefix, key, signature in _TOKEN.findall(text.lower()):
        if hmac.compare_digest(signature, _signature(f"{prefix}-{key}")):
            yield Token(prefix, int(key))


def reply_address(prefix: str, key: int) -> str:
    """Return the address that answers to a case go to, "" where the portal has no mailbox."""
    if settings.INBOX is None:
        return ""
    name, _, domain = settings.INBOX.address.partition("@")
    return f"{name}+{sign(prefix, key)}@{domain}"


def is_ours(address: str) -> bool:
    """Whether an address is the portal's own, whatever code it has."""
    name, _, domain = address.strip().lower().rpartition("@")
    own = {settings.DEFAULT_FROM_EMAIL.lower()} | ({settings.INBOX.address} if settings.INBOX else set())
    return f"{name.partition('+')[0]}@{domain}" in own


def _signature(text: str) -> str:
    digest = hmac.new(purpose_key("reply address").encode(), text.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:_SIGNATURE_LENGTH]
