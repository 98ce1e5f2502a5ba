"""Receivers of the news room."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save

from portal.news.models import NewsCategory, NewsPage, NewsPlacement


def connect() -> None:
    """Keep placements true when a category moves below another one."""
    post_save.connect(_category_saved, sender=NewsCategory, dispatch_uid="news-category-moved")


def _category_saved(instance: NewsCategory, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created or raw:
        return
    placed = NewsPage.objects.filter(Q(category=instance.pk) | Q(more_categories=instance.pk))
    NewsPlacement.objects.all().replace(list(placed.order_by().values_list("pk", flat=True).distinct()))
