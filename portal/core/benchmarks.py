"""Measurements of what every page stands on."""

from __future__ import annotations

import subprocess  # the peer of a start is a process as well
import sys
import time
from collections.abc import Iterator

from django.conf import settings

from portal.core.bench import Bench, Measure

_MOST_SECONDS_OF_SECOND_START = 4
_LEAST_PART_OF_BARE_VIEW = 0.75
_MOST_MILLISECONDS = 25


def pages(bench: Bench) -> Iterator[Measure]:
    """Home page made anew each time, and as it comes from the page cache."""
    repetitions = 5 if bench.is_quick else 60
    yield from bench.page_times(
        "home, made anew", (f"/?round={number}" for number in range(repetitions)), limit=_MOST_MILLISECONDS
    )
    rate, bare = bench.rate_beside_bare_view("/")
    yield Measure(
        title="home, from the page cache",
        value=rate,
        unit="requests/s",
        peer_title="bare view",
        peer=bare,
        limit=_LEAST_PART_OF_BARE_VIEW,
        is_floor=True,
        limits_ratio=True,
    )


def second_start(bench: Bench) -> Iterator[Measure]:
    """From the command to the first answer of the home page, when everything is prepared."""
    site = bench.served
    site.stop()
    seconds = site.start()
    begun = time.perf_counter()
    subprocess.run(  # our own code
        [sys.executable, "-c", "import portal.wsgi"], cwd=settings.BASE_DIR, env=site.environment, check=True
    )
    yield Measure(
        title="second start",
        value=seconds,
        unit="s",
        peer_title="loading the site alone",
        peer=time.perf_counter() - begun,
        limit=_MOST_SECONDS_OF_SECOND_START,
    )
