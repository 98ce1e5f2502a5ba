"""The roots that the operator trusts, from the variable TRUST_STORE."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings


def trust_store() -> Path | None:
    """Return the file of trusted roots, None where the operator named none."""
    return Path(settings.TRUST_STORE) if settings.TRUST_STORE else None


def trust_digest() -> str:
    """Return what tells one set of roots from another."""
    path = trust_store()
    return hashlib.sha256(path.read_bytes()).hexdigest() if path else ""
