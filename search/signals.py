"""Receivers that note every saved, deleted, moved or hidden record of a registered source in the outbox."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.models import Page, PageViewRestriction

from search import outbox, registry


def connect() -> None:
    """Connect the receivers; sources may be registered before or after."""
    post_save.connect(_record_changed, dispatch_uid="search-save")
    post_delete.connect(_record_changed, dispatch_uid="search-delete")
    m2m_changed.connect(_relation_changed, dispatch_uid="search-m2m")
    pre_save.connect(_page_about_to_change, dispatch_uid="search-move")
    for signal in (post_save, post_delete):
        signal.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="search-restriction")


def _record_changed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    model = sender
    if sender is Page:
        # Parts of Wagtail save the base row of a page.
        model = instance.specific_class or sender  # type: ignore[attr-defined]
    source = registry.for_model(model)
    if source is not None:
        outbox.enqueue(source.name, instance.pk)


def _relation_changed(
    instance: Model, action: str, reverse: bool, model: type[Model], pk_set: set[Any] | None, **kwargs: Any
) -> None:
    if not action.startswith("post_"):
        return
    _record_changed(type(instance), instance)
    source = registry.for_model(model) if reverse else None
    if source is not None and pk_set:
        outbox.enqueue_many(source.name, pk_set)


def _page_about_to_change(instance: Model, **kwargs: Any) -> None:
    """Note the pages below one that is renamed or moved; Wagtail's own signals come after the transaction."""
    if not isinstance(instance, Page) or not instance.pk or not instance.numchild:
        return
    path = Page.objects.filter(pk=instance.pk).values_list("url_path", flat=True).first()
    if path is not None and path != instance.url_path:
        _enqueue_branch(instance)


def _restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    _enqueue_branch(instance.page)


def _enqueue_branch(root: Page) -> None:
    """Note a page and all below it: their addresses or who may read them changed without being saved."""
    ids: dict[int, list[int]] = defaultdict(list)
    for pk, type_id in Page.objects.descendant_of(root, inclusive=True).values_list("pk", "content_type_id"):
        ids[type_id].append(pk)
    for content_type in map(ContentType.objects.get_for_id, ids):
        model = content_type.model_class()
        source = registry.for_model(model) if model else None
        if source is not None:
            outbox.enqueue_many(source.name, ids[content_type.pk])
