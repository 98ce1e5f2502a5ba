"""How many requests an address may send in a minute."""

from __future__ import annotations

from django.conf import settings

from portal.core.rate_limits import Allowance, count

__all__ = ["Allowance", "count_request"]


def count_request(address: str) -> Allowance | None:
    """Count a request of an address; None where nothing is limited."""
    return count("rate-limit", address, limit=int(settings.RATE_LIMIT))
