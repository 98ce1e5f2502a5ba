"""System checks: whatever readers can open is found by search, or left out on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model
from wagtail.models import DraftStateMixin, Page

from search import registry


def publishable_models() -> Iterator[type[Model]]:
    """Return every page type and every type of record that is published."""
    for model in apps.get_models():
        if model is not Page and issubclass(model, (Page, DraftStateMixin)):
            yield model


@register("search")
def every_model_declares_a_source(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a page or record type that neither has a search source nor is excluded with a reason."""
    return [
        Error(
            f"{model._meta.label} has no search source.",
            hint="Register one in the room's apps.ready(), or say search.registry.exclude(model, reason).",
            obj=model,
            id="search.E001",
        )
        for model in publishable_models()
        if registry.for_model(model) is None and not registry.is_excluded(model)
    ]
