"""Reads of news for other rooms and for the home page."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from portal.core.links import localized_path
from portal.news.models import NewsCategory, NewsIndexPage, NewsPage
from portal.news.querysets import NewsPageQuerySet


def published_news() -> NewsPageQuerySet:
    """Return everything that readers may see, newest first."""
    news: NewsPageQuerySet = NewsPage.objects.live().newest_first()
    return news


def filtered_news(
    *,
    q: str = "",
    category: str = "",
    agency: str = "",
    tag: str = "",
    published_from: date | None = None,
    published_to: date | None = None,
) -> NewsPageQuerySet:
    """Return published news narrowed as the list page and the API narrow them, newest first."""
    news = published_news()
    if category:
        # An unknown code is the key of no category.
        news = news.newest_in(
            NewsCategory.objects.filter(code=category).values_list("pk", flat=True).first() or 0
        )
    if q:
        news = news.matching(q)
    if agency:
        news = news.of_agency(agency)
    if tag:
        news = news.tagged(tag)
    if published_from:
        news = news.published_from(published_from)
    if published_to:
        news = news.published_to(published_to)
    return news


def index_path(request: HttpRequest | None = None) -> str:
    """Return the path of the news section in the reader's language."""
    index = NewsIndexPage.objects.live().defer_streamfields().first()
    return localized_path((index.get_url(request) if index else None) or "/tin-tuc/")
