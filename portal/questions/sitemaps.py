"""Questions in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap

from portal.questions.models import Question
from portal.questions.querysets import QuestionQuerySet


class QuestionSitemap(Sitemap[Question]):
    """Every published question with the moment of its last change."""

    limit = 10_000

    def items(self) -> QuestionQuerySet:
        """Return what the address and the moment need, in a stable order."""
        return Question.objects.published().only("id", "updated_at").order_by("pk")

    def lastmod(self, item: Question) -> datetime:
        """Return the moment of the last change."""
        return item.updated_at
