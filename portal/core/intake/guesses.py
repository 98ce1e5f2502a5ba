"""Wrong secrets: answered alike whatever was wrong, and the more slowly the more of them there were.

The pause grows with the wrong guesses of an address, of its network and at one name in this minute, whether something
has that name or not. Only some threads of a process pause at a time; whoever guesses beyond is sent away.
"""

from __future__ import annotations

import hashlib
import threading
import time

from django.utils.translation import gettext as _

from portal.core.intake.errors import TooMany
from portal.core.rate_limits import WINDOW_SECONDS, networks, tally

#: What each wrong guess of a minute adds, in seconds.
_STEP = 0.15
_LONGEST = 1.5
#: So many wrong guesses a minute are answered at all.
_MOST = 100
_pausing = threading.BoundedSemaphore(2)


def wrong_guess(what: str, name: str, address: str) -> None:
    """Count a wrong guess and pause; raise `TooMany` for one too many."""
    now = time.time()
    window = int(now // WINDOW_SECONDS)
    own, network = networks(address)
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]
    used = max(
        tally(f"guess-{what}:{own}", window),
        tally(f"guess-{what}:{network}", window) // 4,
        tally(f"guess-{what}:{digest}", window),
    )
    if used > _MOST or not _pausing.acquire(timeout=_LONGEST):
        seconds = max(1, round((window + 1) * WINDOW_SECONDS - now))
        raise TooMany(
            _("Có quá nhiều lần nhập sai; hãy thử lại sau %(seconds)s giây.") % {"seconds": seconds}, seconds
        )
    try:
        time.sleep(min(_LONGEST, _STEP * used))
    finally:
        _pausing.release()
