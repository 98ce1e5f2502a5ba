"""Content generation: raised in the transaction of every publication, so that a cached answer is never stale."""

from __future__ import annotations

from typing import Any

from django.db import connection, models
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save

from portal.core.models.generations import ContentGeneration

_SELECT = "SELECT number FROM core_contentgeneration WHERE id = 1"


def current() -> int:
    """Return the present content generation, 0 before the first publication (one primary-key look-up)."""
    # Raw, because this runs before every cached answer and the ORM would take longer than the answer.
    with connection.cursor() as cursor:
        cursor.execute(_SELECT)
        row = cursor.fetchone()
    return row[0] if row else 0


def raise_generation() -> None:
    """Make every cached answer obsolete when the current transaction commits."""
    if not ContentGeneration.objects.filter(pk=1).update(number=F("number") + 1):
        ContentGeneration.objects.get_or_create(pk=1)


def watch(*watched: type[models.Model]) -> None:
    """Raise the generation whenever a row of these models is saved or deleted (bulk writers call it themselves)."""
    for model in watched:
        key = f"generation-{model._meta.label_lower}"
        post_save.connect(_changed, sender=model, dispatch_uid=key)
        post_delete.connect(_changed, sender=model, dispatch_uid=key)
        for field in model._meta.local_many_to_many:
            through = getattr(model, field.name).through
            m2m_changed.connect(_changed, sender=through, dispatch_uid=f"{key}-{field.name}")


def _changed(raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        raise_generation()
