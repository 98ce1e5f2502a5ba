"""What of news is downloaded in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.core.registry import Collection, DumpedTable, collections
from portal.news.models import (
    CitedDocument,
    NewsIndexPage,
    NewsPage,
    NewsPlacement,
    NewsTag,
    RelatedNews,
    TaggedNews,
)
from portal.news.querysets import NewsPageQuerySet
from portal.news.services.bulk_pages import add_children


def register() -> None:
    """Register the collection; called once, when the apps are loaded."""
    collections.register(
        "news",
        Collection(
            title=_("Tin tức"),
            path="/tin-tuc/",
            endpoint="news",
            has_feeds=True,
            changed_at="last_published_at",
            has_languages=False,
            tables=[
                DumpedTable(
                    name="news", model=NewsPage, rows=_public, shows=("cover_image",), insert=_insert,
                    leave_out=frozenset({"withdrawn_reason"}),
                ),
                DumpedTable(name="news_placements", model=NewsPlacement),
                DumpedTable(name="news_tags", model=NewsTag, rows=_used_tags),
                DumpedTable(name="tagged_news", model=TaggedNews),
                DumpedTable(name="cited_documents", model=CitedDocument),
                DumpedTable(name="related_news", model=RelatedNews),
            ],
        ),
        order=50,
    )  # fmt: skip


def _public() -> NewsPageQuerySet:
    news: NewsPageQuerySet = NewsPage.objects.live().public()
    return news


def _used_tags() -> Any:
    return NewsTag.objects.filter(pk__in=TaggedNews.objects.values("tag"))


def _insert(rows: Sequence[dict[str, Any]]) -> None:
    """Add news with their ids below the news section."""
    add_children(NewsIndexPage.objects.get(), NewsPage, rows)
