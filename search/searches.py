"""The log of searches: counted in memory, written by a thread of its own, without anything about who asked.

A reader never waits for it, and a database that is busy or down costs only figures.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import re
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.models import Avg, F, Max, Q, Sum
from django.utils import timezone

from search.models import SearchClick, SearchCount
from search.models.pins import folded_query
from search.models.searches import LONGEST_QUERY
from search.query import SearchQuery
from search.results import Answer, Hit

logger = logging.getLogger(__name__)

#: Figures older than this are forgotten.
KEPT_DAYS: Final = 400
_WRITE_SECONDS: Final = 2.0
#: What one process holds until it is written; beyond, further queries are not counted.
_MOST_WAITING: Final = 2000
_SALT: Final = "search-click"
_TOKEN_SECONDS: Final = 24 * 60 * 60
#: One reader's repeated click counts once in so long.
_REPEAT_SECONDS: Final = 60 * 60
#: Telephone and identity numbers, mail addresses: whoever types them is told of by them.
_PERSONAL = re.compile(r"(?:\d[\s.\-]?){9,}|@")


@dataclass(frozen=True, slots=True)
class Click:
    """A result that was opened from a list."""

    query: str
    source: str
    object_id: str
    unit: str
    place: int


def loggable(text: str) -> str:
    """Return a query as it is counted, empty when it is not: it is personal, or has no word."""
    if _PERSONAL.search(text):
        return ""
    return folded_query(text)[:LONGEST_QUERY].strip()


def note_search(query: SearchQuery, answer: Answer) -> None:
    """Count a search of a reader; further pages of it are the same search."""
    text = loggable(query.text)
    if text and query.page == 1 and not query.selections:
        _waiting.add_search(text, answer.count)


def tokens(query: SearchQuery, hits: Sequence[Hit]) -> list[str]:
    """Return what the page sends back when a hit is opened; signed, so that no other click can be told."""
    text = loggable(query.text)
    return [
        signing.dumps([text, hit.source, hit.object_id, hit.unit, query.offset + place], salt=_SALT)
        if text
        else ""
        for place, hit in enumerate(hits, 1)
    ]


def note_click(token: str, visitor: str) -> bool:
    """Count an opened hit; return whether the token is one of ours. `visitor` is kept an hour, as a digest."""
    try:
        click = Click(*signing.loads(token[:1000], salt=_SALT, max_age=_TOKEN_SECONDS))
    except (signing.BadSignature, TypeError):
        return False
    who = hashlib.sha256(f"{settings.SECRET_KEY}{visitor}{token}".encode()).hexdigest()
    if cache.add(f"search-click:{who}", 1, _REPEAT_SECONDS):
        _waiting.add_click(click)
    return True


class _Waiting:
    """What was counted and is not written yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._searches: Counter[str] = Counter()
        self._found: dict[str, int] = {}
        self._clicks: Counter[Click] = Counter()
        self._writer_pid = 0
        self._wake = threading.Event()

    def add_search(self, text: str, found: int) -> None:
        with self._lock:
            if len(self._searches) < _MOST_WAITING:
                self._searches[text] += 1
                self._found[text] = found
        self._written_soon()

    def add_click(self, click: Click) -> None:
        with self._lock:
            if len(self._clicks) < _MOST_WAITING:
                self._clicks[click] += 1
        self._written_soon()

    def take(self) -> tuple[Counter[str], dict[str, int], Counter[Click]]:
        with self._lock:
            taken = self._searches, self._found, self._clicks
            self._searches, self._found, self._clicks = Counter(), {}, Counter()
        return taken

    def _written_soon(self) -> None:
        if not settings.SEARCH_LOG_IN_BACKGROUND:
            return
        with self._lock:
            # A forked process has none of its parent's threads.
            if self._writer_pid == os.getpid():
                return
            self._writer_pid = os.getpid()
        threading.Thread(target=self._keep_writing, name="search log", daemon=True).start()
        atexit.register(write)

    def _keep_writing(self) -> None:
        while True:
            self._wake.wait(_WRITE_SECONDS)
            write()
            connection.close()


_waiting = _Waiting()


def write() -> None:
    """Write what was counted; figures that the database does not take are lost, and the log says so."""
    searches, found, clicks = _waiting.take()
    if not searches and not clicks:
        return
    today = timezone.localdate()
    try:
        with transaction.atomic():
            for text, count in searches.items():
                _count(today, text, count, found[text])
            for click, count in clicks.items():
                _count_click(today, click, count)
    except DatabaseError:
        logger.warning("figures of %d searches could not be written", len(searches), exc_info=True)


def _count(day: date, text: str, count: int, found: int) -> None:
    row, _is_new = SearchCount.objects.get_or_create(day=day, query=text)
    SearchCount.objects.filter(pk=row.pk).update(asked=F("asked") + count, found=found)


def _count_click(day: date, click: Click, count: int) -> None:
    row, _is_new = SearchClick.objects.get_or_create(
        query=click.query,
        source=click.source,
        object_id=click.object_id,
        unit=click.unit,
        defaults={"last_on": day},
    )
    SearchClick.objects.filter(pk=row.pk).update(
        count=F("count") + count, places=F("places") + count * click.place, last_on=day
    )


def forget_old(days: int = KEPT_DAYS) -> int:
    """Forget figures older than so many days; return how many."""
    before = timezone.localdate() - timedelta(days=days)
    counts, _ = SearchCount.objects.filter(day__lt=before).delete()
    clicks, _ = SearchClick.objects.filter(last_on__lt=before).delete()
    return counts + clicks


@dataclass(frozen=True, kw_only=True)
class AskedQuery:
    """A query in the report."""

    query: str
    asked: int
    found: int
    clicks: int
    #: Mean place of what was opened, from 1; None where nothing was.
    mean_place: float | None


def most_asked(since: date, *, limit: int = 50, nothing_found: bool = False) -> list[AskedQuery]:
    """Return the queries asked most since a day, or those of them that found nothing."""
    counted = SearchCount.objects.filter(day__gte=since).values("query")
    summed = counted.annotate(total=Sum("asked"), most=Max("found"), last=Avg("found")).order_by(
        "-total", "query"
    )
    if nothing_found:
        summed = summed.filter(most=0)
    rows: Any = list(summed[:limit])
    clicks = _clicks_of([row["query"] for row in rows])
    return [
        AskedQuery(
            query=row["query"],
            asked=row["total"],
            found=round(row["last"]),
            clicks=clicks.get(row["query"], (0, 0))[0],
            mean_place=_mean(*clicks.get(row["query"], (0, 0))),
        )
        for row in rows
    ]


def _clicks_of(queries: Iterable[str]) -> dict[str, tuple[int, int]]:
    rows = SearchClick.objects.filter(query__in=list(queries)).values("query")
    summed = rows.annotate(clicked=Sum("count"), summed=Sum("places"))
    return {row["query"]: (row["clicked"], row["summed"]) for row in summed}


def _mean(clicks: int, places: int) -> float | None:
    return round(places / clicks, 1) if clicks else None


def totals(since: date) -> dict[str, int]:
    """Return how many searches there were since a day, and how many of them found nothing."""
    found = SearchCount.objects.filter(day__gte=since).aggregate(
        total=Sum("asked"), nothing=Sum("asked", filter=Q(found=0))
    )
    return {"asked": found["total"] or 0, "nothing": found["nothing"] or 0}
