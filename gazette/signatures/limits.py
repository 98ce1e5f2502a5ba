"""How many files an address may have checked."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from portal.core.rate_limits import Allowance, count

#: A check costs the site about as much as this many ordinary requests.
COST = 5


def checks_left(request: HttpRequest) -> Allowance | None:
    """Count a check, by page and API alike; None where nothing is limited."""
    limit = int(settings.RATE_LIMIT)
    address = request.META.get("REMOTE_ADDR", "")
    return count("file-check", address, limit=max(1, limit // COST) if limit else 0)
