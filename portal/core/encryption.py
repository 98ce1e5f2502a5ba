"""Encryption of private data at rest; the keys come from the environment and can be rotated.

The first key of `PRIVATE_DATA_KEYS` encrypts, the others still decrypt. The key derived from `SECRET_KEY` is the last
of them, so that a site that sets its own keys later can read what it stored before.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """Stored data that none of the present keys opens."""


def seal(data: Any) -> bytes:
    """Return data (anything that JSON holds) encrypted with the first key."""
    return _box(_secrets()).encrypt(orjson.dumps(data))


def unseal(token: bytes | memoryview) -> Any:
    """Return what `seal` was given; raise `Unreadable` when no key opens it."""
    try:
        return orjson.loads(_box(_secrets()).decrypt(bytes(token)))
    except InvalidToken as error:
        raise Unreadable("no key of PRIVATE_DATA_KEYS opens this") from error


def reseal(token: bytes | memoryview) -> bytes:
    """Return the same data encrypted with the first key; raise `Unreadable` when no key opens it."""
    try:
        return _box(_secrets()).rotate(bytes(token))
    except InvalidToken as error:
        raise Unreadable("no key of PRIVATE_DATA_KEYS opens this") from error


def digest(text: str) -> str:
    """Return a keyed digest by which a text is found again without being stored; "" for no text."""
    return _digest(text, _secrets()[0]) if text else ""


def digests(text: str) -> list[str]:
    """Return the digests of a text under every key, also those that were first once."""
    return [_digest(text, secret) for secret in _secrets()] if text else []


def purpose_key(purpose: str) -> str:
    """Return a key for one purpose alone, derived from `SECRET_KEY`."""
    return hmac.new(settings.SECRET_KEY.encode(), f"portal:{purpose}".encode(), hashlib.sha256).hexdigest()


def _secrets() -> tuple[str, ...]:
    return (*settings.PRIVATE_DATA_KEYS, purpose_key("private data"))


@lru_cache(maxsize=8)
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_fernet_key(secret)) for secret in secrets])


def _fernet_key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"fernet:{secret}".encode()).digest())


def _digest(text: str, secret: str) -> str:
    return hmac.new(f"digest:{secret}".encode(), text.encode(), hashlib.sha256).hexdigest()
