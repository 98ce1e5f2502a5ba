"""The head of the chain, published once a day."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from gazette.publication_log.chain import GENESIS
from gazette.publication_log.models import DailyHead, LogEntry
from portal.core import generation


@transaction.atomic
def publish_head() -> bool:
    """Publish the head of the day that has ended, where nobody did; return False, for nothing more waits."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if DailyHead.objects.filter(day__gte=yesterday).exists():
        return False
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    last = LogEntry.objects.filter(at__lt=midnight).order_by("-sequence").first()
    _head, is_new = DailyHead.objects.get_or_create(
        day=yesterday,
        defaults={"sequence": last.sequence if last else 0, "hash": last.hash if last else GENESIS},
    )
    if is_new:
        generation.raise_generation()
    return False
