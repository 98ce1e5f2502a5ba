"""How many posts an address and its network may send, counted by all processes together.

A flood from one address uses up that address's share, one from a network that network's; nobody else's. All limits
follow `RATE_LIMIT`, and 0 turns them off.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portal.core.intake.errors import TooMany
from portal.core.rate_limits import WINDOW_SECONDS, networks, tally


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


def take(share: Share, address: str) -> None:
    """Count a post of an address; raise `TooMany` when it or its network has none left in this minute."""
    limit = int(settings.RATE_LIMIT)
    if not limit:
        return
    now = time.time()
    window = int(now // WINDOW_SECONDS)
    seconds = max(1, round((window + 1) * WINDOW_SECONDS - now))
    own, network = networks(address)
    for place, part in ((own, share.address), (network, share.network)):
        if tally(f"{share.name}:{place}", window) > max(1, round(limit * part)):
            raise TooMany(
                _(
                    "Có quá nhiều lượt gửi từ địa chỉ mạng này; hãy thử lại sau %(seconds)s giây. "
                    "Nội dung đã viết vẫn còn."
                )
                % {"seconds": seconds},
                seconds,
            )
