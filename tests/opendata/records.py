"""News for the tests of this wing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.core import generation
from portal.news.models import NewsIndexPage, NewsPage
from portal.news.services.bulk_pages import add_children

NOON = datetime(2024, 5, 1, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def add_news(**fields: Any) -> NewsPage:
    """Publish a news item as an editor would."""
    values = {
        "title": "Tin thử nghiệm",
        "published_at": NOON,
        "first_published_at": NOON,
        "last_published_at": NOON,
    }
    page = NewsPage(**(values | fields))
    NewsIndexPage.objects.get().add_child(instance=page)
    return page


def many_news(count: int, **fields: Any) -> None:
    """Publish many news items in a few statements."""
    rows = [
        {
            "title": f"Tin số {number}",
            "slug": f"tin-so-{number}",
            "search_text": f"tin so {number}",
            "text_plain": "Nội dung. " * 50,
            "published_at": NOON + timedelta(minutes=number),
            "first_published_at": NOON,
            "last_published_at": NOON,
            **fields,
        }
        for number in range(count)
    ]
    add_children(NewsIndexPage.objects.get(), NewsPage, rows)
    generation.raise_generation()
