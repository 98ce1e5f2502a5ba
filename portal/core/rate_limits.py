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
    used = tally(f"{what}:{networks(address)[0]}", window)
    return Allowance(limit, used, max(1, round((window + 1) * WINDOW_SECONDS - now)))


def tally(key: str, window: int) -> int:
    """Count one more of something in a window and return how many there are; 0 when the counter's server is down."""
    counters = caches["counters"]
    name = f"rate-limit:{key}:{window}"
    counters.add(name, 0, 2 * WINDOW_SECONDS)
    try:
        return int(counters.incr(name) or 0)
    except ValueError:
        # The cache dropped the counter in between; the count begins anew.
        counters.set(name, 1, 2 * WINDOW_SECONDS)
        return 1


def networks(address: str) -> tuple[str, str]:
    """Return who holds an address and the network around it.

    Of IPv4 the address and its /24, of IPv6 the /64, because a single connection owns all of it, and the /48.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown", "net:unknown"
    mapped = getattr(parsed, "ipv4_mapped", None)
    if isinstance(parsed, ipaddress.IPv6Address) and mapped is None:
        return _start(parsed, 64), f"net:{_start(parsed, 48)}"
    plain = mapped or parsed
    return str(plain), f"net:{_start(plain, 24)}"


def _start(address: ipaddress.IPv4Address | ipaddress.IPv6Address, length: int) -> str:
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False).network_address)
