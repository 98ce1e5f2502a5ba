"""How many requests an address may send in a minute."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings

from portal.core.intake import allowances

WINDOW_SECONDS = allowances.WINDOW_SECONDS


@dataclass(frozen=True)
class Allowance:
    """What an address has left of the present minute."""

    limit: int
    used: int
    seconds_left: int

    @property
    def is_spent(self) -> bool:
        """Whether this request is one too many."""
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        """What every answer tells of the limit."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.seconds_left),
            "RateLimit-Policy": f"{self.limit};w={WINDOW_SECONDS}",
        }


def count_request(address: str) -> Allowance | None:
    """Count a request of an address; None where nothing is limited."""
    limit = int(settings.RATE_LIMIT)
    if not limit:
        return None
    now = time.time()
    window = int(now // WINDOW_SECONDS)
    used = allowances.count(
        allowances.holder(address), window
    )  # 0 when its server is down: nothing is limited
    return Allowance(limit, used, max(1, round((window + 1) * WINDOW_SECONDS - now)))
