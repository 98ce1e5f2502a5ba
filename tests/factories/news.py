"""News for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from portal.core import generation
from portal.core.importing import refresh_statistics
from portal.news.models import NewsCategory, NewsIndexPage, NewsPage, NewsPlacement
from portal.news.services.bulk_pages import add_children

#: 08:00 in Viet Nam.
MORNING = datetime(2024, 5, 2, 1, tzinfo=UTC)


class NewsCategoryFactory(factory.django.DjangoModelFactory[NewsCategory]):
    """A category of the first level."""

    class Meta:
        model = NewsCategory

    code = factory.Sequence(lambda n: f"chuyen-muc-{n}")
    name_vi = factory.Sequence(lambda n: f"Chuyên mục {n}")


class NewsPageFactory(factory.django.DjangoModelFactory[NewsPage]):
    """A published item below the news section, which `setup_site` makes."""

    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda n: f"Tin thử nghiệm {n}")
    published_at = MORNING
    first_published_at = factory.LazyFunction(timezone.now)
    last_published_at = factory.SelfAttribute("first_published_at")

    @classmethod
    def _create(cls, model_class: type[NewsPage], *args: Any, **kwargs: Any) -> NewsPage:
        page = model_class(*args, **kwargs)
        NewsIndexPage.objects.get().add_child(instance=page)
        return page


def many_news(count: int, *, category: NewsCategory | None = None, **columns: Any) -> None:
    """Publish many items in a few statements, the newest last."""
    rows = [
        {
            "title": f"Tin số {number}",
            "slug": f"tin-so-{number}",
            "summary": "Tóm tắt.",
            "body": '[{"type": "paragraph", "value": "<p>Nội dung.</p>", "id": "a"}]',
            "search_text": f"tin so {number} tom tat.",
            "text_plain": "Nội dung.",
            "category_id": category.pk if category else None,
            "published_at": MORNING + timedelta(minutes=number),
            "first_published_at": MORNING,
            "last_published_at": MORNING,
            **columns,
        }
        for number in range(count)
    ]
    for start in range(0, count, 1000):
        keys = add_children(NewsIndexPage.objects.get(), NewsPage, rows[start : start + 1000])
        if category:
            NewsPlacement.objects.all().replace(keys)
    if count >= 1000:
        refresh_statistics()
    generation.raise_generation()
