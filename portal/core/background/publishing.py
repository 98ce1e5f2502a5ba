"""Scheduled publishing: each page or record in a transaction of its own, so that a faulty one stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


def publish_due() -> int:
    """Unpublish what has expired and publish what was scheduled; return 0, for what fails waits its turn.

    Wagtail's `publish_scheduled` does the same without transactions and stops at the first error.
    """
    for item in _expired():
        _attempt(item, partial(item.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"))
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
    for revision in list(due):
        _attempt(revision, partial(revision.publish, log_action="wagtail.publish.scheduled"))
    return 0


def _expired() -> Iterator[DraftStateMixin]:
    models = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and (model is Page or not issubclass(model, Page))
    ]
    for model in models:
        yield from list(
            model._default_manager.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")
        )


def _attempt(item: object, publish: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            publish()
    except Exception:  # a record's own code runs here; whatever it raises, the others are still due
        logger.exception("scheduled publishing of %r failed and will be tried again", item)
