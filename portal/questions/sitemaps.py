"""Questions in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from portal.core.selectors import first_page_at
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


class FiguresSitemap(Sitemap[str]):
    """The page of figures, which changes with any question."""

    i18n = True

    def items(self) -> list[str]:
        """Return the name of the address."""
        return ["questions:figures"]

    def location(self, item: str) -> str:
        """Return the path in the language of the moment."""
        return reverse(item)

    def lastmod(self, item: str) -> datetime | None:
        """Return when a question changed last."""
        newest: datetime | None = Question.objects.aggregate(newest=Max("updated_at"))["newest"]
        return newest or first_page_at()
