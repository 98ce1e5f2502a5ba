"""Thin receivers: a changed holiday moves open due dates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save

from portal.core.models import Holiday
from portal.questions.services import due


def connect() -> None:
    """Listen to the table of holidays."""
    pre_save.connect(_changing, sender=Holiday, dispatch_uid="questions-holiday-changing")
    post_save.connect(_changed, sender=Holiday, dispatch_uid="questions-holiday-changed")
    post_delete.connect(_changed, sender=Holiday, dispatch_uid="questions-holiday-deleted")


def _changing(instance: Holiday, **kwargs: Any) -> None:
    """Remember the day that an entry had before."""
    before = (
        Holiday.objects.filter(pk=instance.pk).values_list("day", flat=True).first() if instance.pk else None
    )
    instance.day_before = before  # type: ignore[attr-defined]  # carried to the receiver below


def _changed(instance: Holiday, **kwargs: Any) -> None:
    days: list[Any] = [instance.day, getattr(instance, "day_before", None)]
    due.holiday_changed(*(day if isinstance(day, date) else date.fromisoformat(day) for day in days if day))
