"""Content generation: raised in the transaction of every publication, so that a cached answer is never stale."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection, models
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

from portal.core.models.generations import ContentGeneration

_SELECT = "SELECT number FROM core_contentgeneration WHERE id = 1"

#: The generation that the answer under way began with; None outside of one.
_remembered: ContextVar[int | None] = ContextVar("content generation", default=None)

#: Whether raises wait for the end of `raised_once`.
_is_held: ContextVar[bool] = ContextVar("held generation", default=False)


def current() -> int:
    """Return the present content generation, 0 before the first publication (one primary-key look-up)."""
    known = _remembered.get()
    return _read() if known is None else known


@contextmanager
def raised_once() -> Iterator[None]:
    """Raise the generation once, at the end, for the worker's steps of many transactions.

    Until then a kept answer may be older than what was written inside; a worker that starts raises it for one that was
    killed.
    """
    token = _is_held.set(True)
    try:
        yield
    finally:
        _is_held.reset(token)
        raise_generation()


@contextmanager
def remembered() -> Iterator[int]:
    """Let everything that one reader's answer is made of ask for the generation with a single look-up.

    What is read later than the generation is as new or newer: kept under it, it can never be stale.
    """
    number = _read()
    token = _remembered.set(number)
    try:
        yield number
    finally:
        _remembered.reset(token)


def stored() -> int:
    """Return the content generation of the database, whatever the answer under way remembers."""
    return _read()


def _read() -> int:
    # Raw, because this runs before every cached answer and the ORM would take longer than the answer.
    with connection.cursor() as cursor:
        cursor.execute(_SELECT)
        row = cursor.fetchone()
    return row[0] if row else 0


def raised_at() -> datetime:
    """Return when public content last changed, by addition or by withdrawal (remembered with the generation)."""
    key = f"generation-raised-at:{current()}"
    moment: datetime | None = cache.get_or_set(key, _read_moment, 24 * 60 * 60)
    return moment or timezone.now()


def _read_moment() -> datetime:
    known = ContentGeneration.objects.filter(pk=1).values_list("raised_at", flat=True).first()
    return known or timezone.now()


def raise_generation() -> None:
    """Make every cached answer obsolete when the current transaction commits."""
    if _is_held.get():
        return
    _remembered.set(None)
    raised = {"number": F("number") + 1, "raised_at": timezone.now()}
    if not ContentGeneration.objects.filter(pk=1).update(**raised):
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
