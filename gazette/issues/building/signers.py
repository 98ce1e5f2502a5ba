"""Whose key signs an issue; apart from the signing itself, whose library takes long to load."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class CannotSign(ValueError):
    """A key that does not open or does not sign; its text says why."""


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Whose key signs, which roots prove it, and who stamps the time, if anybody."""

    #: A PKCS#12 file, or the `pkcs11:` address of a token.
    key: str
    password: str = ""
    trust_store: Path | None = None
    time_stamp_address: str = ""
    reason: str = ""
