"""Tags of news."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase

from search import vietnamese


class NewsTag(TagBase):
    """A word or name that editors tie news together with."""

    free_tagging = True

    class Meta:
        ordering = ["name"]
        verbose_name = _("thẻ tin")
        verbose_name_plural = pgettext_lazy("số nhiều", "thẻ tin")

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Return the tag's name in addresses, by our text rules."""
        slug = vietnamese.slugify(tag) or "the"
        return slug if i is None else f"{slug}-{i + 1}"


class TaggedNews(ItemBase):
    """A tag of a news item."""

    tag = models.ForeignKey(NewsTag, on_delete=models.CASCADE, related_name="tagged_news")
    content_object = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints = [models.UniqueConstraint("tag", "content_object", name="news_tag_once")]
