"""Where news stand in lists: one row for each category of an item and each category above it.

A category's list is read from one index, newest first, however many items and categories there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from portal.news.models.categories import NewsCategory


class NewsPlacementQuerySet(models.QuerySet["NewsPlacement"]):
    """Placements, and how they are made."""

    def replace(self, news_keys: Sequence[int]) -> None:
        """Make the placements of these items anew from their categories and dates."""
        news_model: Any = self.model._meta.get_field("news").related_model
        news = news_model._default_manager.filter(pk__in=news_keys).order_by()
        categories = dict(news.values_list("pk", "category"))
        dates = dict(news.values_list("pk", "published_at"))
        pairs = [(key, category) for key, category in categories.items() if category]
        further = news_model.more_categories.through._default_manager.filter(newspage__in=news_keys)
        pairs += further.values_list("newspage", "newscategory")
        self.filter(news__in=news_keys).delete()
        NewsPlacement.objects.bulk_create(
            NewsPlacement(news_id=key, category_id=category, published_at=dates[key])
            for key, category in self.spread(pairs)
            if dates[key] is not None
        )

    def spread(self, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Add to each pair of item and category the one with the category above, each pair once."""
        above = dict(NewsCategory.objects.order_by().exclude(parent=None).values_list("pk", "parent"))
        both = ((key, place) for key, category in pairs for place in (category, above.get(category)))
        return list(dict.fromkeys((key, place) for key, place in both if place is not None))


class NewsPlacement(models.Model):
    """A news item in the list of a category."""

    news = models.ForeignKey("news.NewsPage", on_delete=models.CASCADE, related_name="placements")
    category = models.ForeignKey(
        NewsCategory, on_delete=models.CASCADE, related_name="placements", db_index=False
    )
    published_at = models.DateTimeField()

    objects = NewsPlacementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("news", "category", name="news_placed_once")]
        indexes = [models.Index(fields=["category", "published_at", "news"], name="news_placement_order")]

    def __str__(self) -> str:
        return f"{self.news_id} → {self.category_id}"
