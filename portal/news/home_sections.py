"""The newest news on the home page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from portal.news.models import NewsPage
from portal.news.selectors import published_news

LIST_LENGTH = 6
#: A featured item leads the page for so long, then news of the day do again.
FEATURED_DAYS = 14


def latest_news(request: HttpRequest) -> dict[str, Any]:
    """Return the lead story and the newest others."""
    news = published_news().for_lists().with_thumbnails()
    latest = list(news[: LIST_LENGTH + 1])
    lead = _lead(latest)
    others = [item for item in latest if lead is None or item.pk != lead.pk]
    return {"lead": lead, "others": others[:LIST_LENGTH]}


def _lead(latest: list[NewsPage]) -> NewsPage | None:
    since = timezone.now() - timedelta(days=FEATURED_DAYS)
    featured = published_news().for_lists().filter(is_featured=True, published_at__gte=since).first()
    return featured or (latest[0] if latest else None)
