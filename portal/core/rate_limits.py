"""How often an address may do something in a minute, counted by all processes together."""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass

from django.core.cache import caches

WINDOW_SECONDS = 60


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


def count(what: str, address: str, *, limit: int) -> Allowance | None:
    """Count one more of `what` for an address; None for a limit of 0, which limits nothing."""
    if not limit:
        return None
    now = time.time()
    window = int(now // WINDOW_SECONDS)
    key = f"{what}:{_holder(address)}:{window}"
    counters = caches["counters"]
    counters.add(key, 0, 2 * WINDOW_SECONDS)
    try:
        used = counters.incr(key) or 0  # None from a server that is down: then nothing is limited
    except ValueError:
        # The cache dropped the counter in between; the count begins anew.
        counters.set(key, 1, 2 * WINDOW_SECONDS)
        used = 1
    return Allowance(limit, used, max(1, round((window + 1) * WINDOW_SECONDS - now)))


def _holder(address: str) -> str:
    """Return who holds an address: of IPv6 the network, because a single connection owns all of it."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((int(parsed), 64), strict=False).network_address)
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
