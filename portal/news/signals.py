"""Receivers of the news room."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save, pre_delete

from portal.core.withdrawals import withdraw
from portal.news.models import NewsCategory, NewsPage, NewsPlacement


def connect() -> None:
    """Keep placements true when a category moves below another one, and addresses of deleted items answering."""
    pre_delete.connect(_news_deleted, sender=NewsPage, dispatch_uid="news-deleted")
    post_save.connect(_category_saved, sender=NewsCategory, dispatch_uid="news-category-moved")


def _category_saved(instance: NewsCategory, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created or raw:
        return
    placed = NewsPage.objects.filter(Q(category=instance.pk) | Q(more_categories=instance.pk))
    NewsPlacement.objects.all().replace(list(placed.order_by().values_list("pk", flat=True).distinct()))


def _news_deleted(instance: NewsPage, **kwargs: Any) -> None:
    # Editors cannot delete what was published; scripts can, and whole branches go with their root.
    path = instance.get_url()
    if instance.first_published_at is not None and path:
        withdraw(path, instance.withdrawn_reason)
