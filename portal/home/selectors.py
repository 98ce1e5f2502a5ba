"""What other rooms and every page ask of the home room."""

from __future__ import annotations

from django.core.cache import cache

from portal.core import generation
from portal.core.registry import MenuItem
from portal.home.models import PlainPage

_HOME_DEPTH = 2


def footer_links() -> list[MenuItem]:
    """Return the plain pages directly below the home page, remembered until the next publication."""
    links: list[MenuItem] | None = cache.get_or_set(f"footer:{generation.current()}", _read_links, 3600)
    return links or []


def _read_links() -> list[MenuItem]:
    pages = PlainPage.objects.live().filter(depth=_HOME_DEPTH + 1).select_related("locale").order_by("path")
    return [
        MenuItem(title=page.title, path=f"/{page.slug}/", language=page.locale.language_code)
        for page in pages.only("title", "slug", "path", "depth", "locale__language_code")
    ]
