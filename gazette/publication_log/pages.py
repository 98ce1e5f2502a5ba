"""What the log tells of pages of the tree: news and plain pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from gazette.publication_log.registry import LoggedRecord, LogSource
from portal.home.models import PlainPage
from portal.news.models import NewsPage

#: Entries of code lists, by their codes; like the rest below, logs of earlier versions did not tell them.
_NEWS_CODES = ("agency", "category")
_NEWS_TEXTS = ("summary", "cover_caption", "author_name", "source_name", "source_url", "cover_alt")


def news_source() -> LogSource:
    """Return the log's source of news."""
    return LogSource(
        model=NewsPage,
        load=_load_news,
        published_ids=lambda: _ids(NewsPage),
        withdrawal_reason=lambda news: news.withdrawn_reason,
    )


def page_source() -> LogSource:
    """Return the log's source of plain pages."""
    return LogSource(
        model=PlainPage,
        load=_load_pages,
        published_ids=lambda: _ids(PlainPage),
        withdrawal_reason=lambda page: "",
    )


def _ids(model: type[Page]) -> Iterable[int]:
    return model.objects.filter(live=True).order_by("pk").values_list("pk", flat=True).iterator()


def _live(model: type[Page], ids: Collection[int]) -> QuerySet[Any]:
    return model.objects.filter(live=True, pk__in=ids).order_by("pk")


def _load_news(ids: Collection[int]) -> Iterable[LoggedRecord]:
    for news in _live(NewsPage, ids).select_related(*_NEWS_CODES):
        content = {name: getattr(news, name) for name in _NEWS_TEXTS}
        content["title"] = news.title
        content["published_at"] = news.published_at.isoformat() if news.published_at else None
        content["body"] = _body(news)
        codes = {name: entry.code if (entry := getattr(news, name)) else None for name in _NEWS_CODES}
        yield LoggedRecord(
            object_id=news.pk,
            title=news.title,
            path=_path(news),
            content=content | codes | {"is_featured": news.is_featured, "slug": news.slug},
            former_content=content,
        )


def _load_pages(ids: Collection[int]) -> Iterable[LoggedRecord]:
    for page in _live(PlainPage, ids):
        content = {"title": page.title, "summary": page.summary, "body": _body(page)}
        yield LoggedRecord(
            object_id=page.pk,
            title=page.title,
            path=_path(page),
            content=content | {"slug": page.slug, "shows_contacts": page.shows_contacts},
            former_content=content,
        )


def _body(page: Any) -> Any:
    """Return the blocks as they are stored."""
    return page.body.stream_block.get_prep_value(page.body)


def _path(page: Page) -> str:
    """Return the page's address below the site's root, which needs no query."""
    parts = page.url_path.split("/", 2)
    return f"/{parts[2]}" if len(parts) == 3 else "/"
