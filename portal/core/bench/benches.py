"""What a room's measurements are given: a site, its size, and ways to ask it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType

from portal.core.bench import client
from portal.core.bench.measures import Measure
from portal.core.bench.sites import BARE_VIEW, HOST, ThrowawaySite

_MEDIAN = 0.5


class Bench:
    """One run of `manage.py bench`: every measurement of the run sees the same site."""

    def __init__(self, *, documents: int, postgresql: str = "", is_quick: bool = False) -> None:
        self.documents = documents
        self.postgresql = postgresql
        self.is_quick = is_quick
        self._sites: list[ThrowawaySite] = []
        self._temporary = tempfile.TemporaryDirectory(prefix="cong-mo-bench-files-")
        self.folder = Path(self._temporary.name)

    def new_site(self, database_url: str = "") -> ThrowawaySite:
        """Return a prepared site without content, gone at the end of the run."""
        site = ThrowawaySite(database_url)
        self._sites.append(site)
        site.prepare()
        return site

    @cached_property
    def site(self) -> ThrowawaySite:
        """The site on SQLite that is filled first and asked afterwards."""
        return self.new_site()

    @cached_property
    def served(self) -> ThrowawaySite:
        """The same site, serving."""
        # What the worker does once after so large an import is done first, or it would run while we measure.
        for command in (["search_index", "rebuild"], ["make_dump"]):
            self.site.run(*command)
        self.site.start()
        return self.site

    def page(self, path: str) -> str:
        """Return the text of a page."""
        return client.text(HOST, self.served.port, path)

    def page_times(self, title: str, paths: Iterable[str], *, limit: float) -> list[Measure]:
        """Measure pages that nobody asked for before: median and 95th percentile beside the bare view."""
        pages, bare = client.milliseconds(HOST, self.served.port, paths, BARE_VIEW)
        return [
            Measure(
                title=f"{title}, {word}",
                value=client.percentile(pages, part),
                unit="ms",
                peer_title="bare view",
                peer=client.percentile(bare, part),
                limit=limit if part == _MEDIAN else None,
            )
            for word, part in (("median", _MEDIAN), ("95 %", 0.95))
        ]

    def rate_beside_bare_view(self, path: str) -> tuple[float, float]:
        """Return the requests per second of a page and of the bare view."""
        seconds, rounds = (0.3, 1) if self.is_quick else (3.0, 5)
        return client.requests_per_second(
            HOST, self.served.port, (path, BARE_VIEW), seconds=seconds, rounds=rounds
        )

    def __enter__(self) -> Bench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for site in self._sites:
            site.close()
        self._temporary.cleanup()
