"""What the log tells of pages of the tree: news and plain pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Page

from gazette.publication_log.registry import LoggedRecord, LogSource
from portal.core.models import PortalImage
from portal.home.models import PlainPage
from portal.news.models import CitedDocument, NewsCategory, NewsPage, NewsTag, RelatedNews, TaggedNews

#: Entries of code lists, by their codes; like the rest below, logs of earlier versions did not tell them.
_NEWS_CODES = ("agency", "category")
_NEWS_TEXTS = ("summary", "cover_caption", "author_name", "source_name", "source_url", "cover_alt")
#: What search engines are told of any page.
_PAGE_TEXTS = ("seo_title", "search_description")
#: What a news item shows besides its own row, as the log tells it: lists in an order of their own.
_NEWS_LISTS = {
    "more_categories": (NewsPage.more_categories.through, "newspage", "newscategory__code"),
    "tags": (TaggedNews, "content_object", "tag__name"),
    "cited_documents": (CitedDocument, "news", "number"),
    "related_news": (RelatedNews, "news", "related"),
}
#: What news show of other records: when one of these goes or changes, the news change with it.
SHOWN_BY_NEWS: dict[type[Model], str] = {
    PortalImage: "cover_image",
    NewsTag: "tagged_items__tag",
    NewsCategory: "more_categories",
    NewsPage: "related_news__related",
}


def news_showing(instance: Model) -> list[int]:
    """Return the published news that show another record."""
    shown = {SHOWN_BY_NEWS[type(instance)]: instance.pk}
    return list(NewsPage.objects.filter(live=True, **shown).values_list("pk", flat=True).distinct())


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
    lists = {name: _listed(ids, *place) for name, place in _NEWS_LISTS.items()}
    for news in _live(NewsPage, ids).select_related(*_NEWS_CODES, "cover_image", "locale"):
        first = {name: getattr(news, name) for name in _NEWS_TEXTS}
        first["title"] = news.title
        first["published_at"] = news.published_at.isoformat() if news.published_at else None
        first["body"] = _body(news)
        codes = {name: entry.code if (entry := getattr(news, name)) else None for name in _NEWS_CODES}
        second = first | codes | {"is_featured": news.is_featured, "slug": news.slug}
        yield LoggedRecord(
            object_id=news.pk,
            title=news.title,
            path=_path(news),
            content=second
            | _of_any_page(news)
            | {name: values[news.pk] for name, values in lists.items()}
            | {
                "text_plain": news.text_plain,
                "source_id": news.source_id,
                "cover_image": news.cover_image.file.name if news.cover_image else None,
            },
            former_contents=(first, second),
        )


def _listed(ids: Collection[int], model: Any, owner: str, told: str) -> defaultdict[int, list[Any]]:
    """Return what each of these news shows from another table (one query)."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    rows = model._default_manager.filter(**{f"{owner}__in": ids})
    order = ["sort_order", "pk"] if hasattr(model, "sort_order") else [told]
    for news, value in rows.order_by(*order).values_list(f"{owner}_id", told):
        found[news].append(value)
    return found


def _load_pages(ids: Collection[int]) -> Iterable[LoggedRecord]:
    for page in _live(PlainPage, ids).select_related("locale"):
        first = {"title": page.title, "summary": page.summary, "body": _body(page)}
        second = first | {"slug": page.slug, "shows_contacts": page.shows_contacts}
        yield LoggedRecord(
            object_id=page.pk,
            title=page.title,
            path=_path(page),
            content=second | _of_any_page(page),
            former_contents=(first, second),
        )


def _of_any_page(page: Page) -> dict[str, Any]:
    return {name: getattr(page, name) for name in _PAGE_TEXTS} | {"language": page.locale.language_code}


def _body(page: Any) -> Any:
    """Return the blocks as they are stored."""
    return page.body.stream_block.get_prep_value(page.body)


def _path(page: Page) -> str:
    """Return the page's address below the site's root, which needs no query."""
    parts = page.url_path.split("/", 2)
    return f"/{parts[2]}" if len(parts) == 3 else "/"
