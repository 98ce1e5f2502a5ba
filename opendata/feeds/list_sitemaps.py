"""Lists and single pages in the sitemap: what belongs to no record."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.template.loader import get_template
from django.urls import reverse

from portal.core.links import localized_path
from portal.core.registry import Collection, collections
from portal.core.selectors import first_page_at

#: Pages whose text stands in their template, by the name of their address; they change with the software.
_PAGES = {
    "signatures:check": "gazette/signatures/check.html",
    "drafts:receipt": "gazette/drafts/receipt_ask.html",
    "questions:ask": "portal/questions/ask.html",
    "questions:track": "portal/questions/track.html",
}
_API = "opendata/api/docs.html"


class ListSitemap(Sitemap[Collection]):
    """The page of every list; it changed when one of its records did."""

    i18n = True

    def items(self) -> list[Collection]:
        """Return the collections that have a page."""
        return [collection for _name, collection in collections.items() if collection.path]

    def get_languages_for_item(self, item: Collection) -> list[str]:
        """Return the languages of a list's page."""
        return list(dict(settings.LANGUAGES)) if item.has_languages else ["vi"]

    def location(self, item: Collection) -> str:
        """Return the path of a list in the language of the moment."""
        return localized_path(item.path)

    def lastmod(self, item: Collection) -> datetime | None:
        """Return when a record of the list changed last."""
        table = item.tables[0]
        rows = table.rows() if table.rows else table.model._default_manager.all()
        moment: datetime | None = rows.order_by().aggregate(newest=Max(item.changed_at))["newest"]
        return moment or first_page_at()


class PageSitemap(Sitemap[str]):
    """Pages that belong to no list and hold no records."""

    i18n = True

    def items(self) -> list[str]:
        """Return the names of their addresses."""
        return list(_PAGES)

    def location(self, item: str) -> str:
        """Return a page's path in the language of the moment."""
        return reverse(item)

    def lastmod(self, item: str) -> datetime:
        """Return when the text changed that is installed here."""
        return _changed_at(_PAGES[item])


class UniqueSitemap(Sitemap[str]):
    """Pages with one address for all languages, and the home page in English."""

    def items(self) -> list[str]:
        """Return their paths."""
        return [reverse("api:docs"), "/en/"]

    def location(self, item: str) -> str:
        """Return the path itself."""
        return item

    def lastmod(self, item: str) -> datetime | None:
        """Return when a page changed: the documentation with the software, home with what it shows."""
        return first_page_at() if item == "/en/" else _changed_at(_API)


@lru_cache
def _changed_at(template: str) -> datetime:
    path = Path(get_template(template).origin.name)  # type: ignore[attr-defined]  # of Django's own engine
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
