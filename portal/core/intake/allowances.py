"""How many posts an address and its network may send, counted by all processes together.

A flood from one address uses up that address's share, one from a network that network's; nobody else's. All limits
follow `RATE_LIMIT`, and 0 turns them off.
"""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import gettext as _

from portal.core.intake.errors import TooMany

WINDOW_SECONDS = 60


@dataclass(frozen=True)
class Share:
    """Which part of the requests of a minute an address and its network may spend on posts."""

    name: str
    address: float
    network: float


#: With proof of work: 30 posts a minute and address, 120 a minute and network, where 600 requests are allowed.
PROVEN = Share("post", 1 / 20, 1 / 5)
#: Without it: 6 and 24.
UNPROVEN = Share("post-unproven", 1 / 100, 1 / 25)
#: Guesses at receipts and other secrets.
LOOKUP = Share("lookup", 1 / 20, 1 / 5)


def holder(address: str) -> str:
    """Return who holds an address: of IPv6 the /64, because a single connection owns all of it."""
    return _networks(address)[0]


def take(share: Share, address: str) -> None:
    """Count a post of an address; raise `TooMany` when it or its network has none left in this minute."""
    limit = int(settings.RATE_LIMIT)
    if not limit:
        return
    now = time.time()
    window = int(now // WINDOW_SECONDS)
    seconds = max(1, round((window + 1) * WINDOW_SECONDS - now))
    own, network = _networks(address)
    for place, part in ((own, share.address), (network, share.network)):
        if count(f"{share.name}:{place}", window) > max(1, round(limit * part)):
            raise TooMany(
                _(
                    "Có quá nhiều lượt gửi từ địa chỉ mạng này; hãy thử lại sau %(seconds)s giây. "
                    "Nội dung đã viết vẫn còn."
                )
                % {"seconds": seconds},
                seconds,
            )


def count(key: str, window: int) -> int:
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


def _networks(address: str) -> tuple[str, str]:
    """Return the holder of an address and the network around it: /24 of IPv4, /48 of IPv6."""
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
