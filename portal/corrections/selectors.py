"""What pages read of reports and corrections."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from portal.core import generation
from portal.core.intake.receipts import receipt_digest
from portal.corrections.enums import OPEN_STATES, ReportState
from portal.corrections.models import Report

#: So many corrected pages are remembered at once; an older correction is found in the log.
_MOST_PATHS = 20_000
_SECONDS = 60 * 60


def corrected_on(path: str) -> date | None:
    """Return when a page was last corrected (no query until something is published)."""
    key = f"corrected-pages:{generation.current()}"
    known: dict[str, date] = cache.get_or_set(key, _read_corrected, _SECONDS) or {}
    return known.get(path)


def _read_corrected() -> dict[str, date]:
    rows = corrections().order_by().values("path").annotate(last=Max("decided_at")).order_by("-last")
    return {row["path"]: timezone.localdate(row["last"]) for row in rows[:_MOST_PATHS]}


def corrections(path: str = "", first: date | None = None, last: date | None = None) -> QuerySet[Report]:
    """Return the public log, the newest first: of the whole site or of one page, of all days or of some."""
    found = Report.objects.filter(state=ReportState.CORRECTED)
    if path:
        found = found.filter(path=path)
    if first:
        found = found.filter(decided_at__gte=_start_of(first))
    if last and last < date.max:
        found = found.filter(decided_at__lt=_start_of(last + timedelta(days=1)))
    return found.order_by("-decided_at", "-pk")


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def figures() -> dict[str, int]:
    """Return how many reports came in and what became of them (one query)."""
    today = timezone.localdate()
    open_ones = Q(state__in=OPEN_STATES)
    counts: dict[str, int] = Report.objects.aggregate(
        received=Count("pk"),
        corrected=Count("pk", filter=Q(state=ReportState.CORRECTED)),
        refused=Count("pk", filter=Q(state=ReportState.REFUSED)),
        open=Count("pk", filter=open_ones),
        overdue=Count("pk", filter=open_ones & Q(due_on__lt=today)),
    )
    return counts


def report_of(receipt: str) -> Report | None:
    """Return the report that a receipt was given for."""
    digest = receipt_digest(receipt)
    return Report.objects.filter(receipt_digest=digest).first() if digest else None


def queue(state: str = "") -> QuerySet[Report]:
    """Return the reports of a state, or the open ones, those that are due first in front."""
    if state in ReportState.values:
        return Report.objects.filter(state=state).order_by("-created_at", "-pk")
    return Report.objects.filter(state__in=OPEN_STATES).order_by("due_on", "pk")
