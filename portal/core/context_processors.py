"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from portal.core import registry
from portal.core.links import localized_path
from portal.core.models import AlertBanner
from portal.core.selectors import site_facts


def portal(request: HttpRequest) -> dict[str, Any]:
    """Names and contact channels, menu, languages and the alert banner of the site."""
    facts = SimpleLazyObject(site_facts)
    return {
        "site_settings": SimpleLazyObject(lambda: facts.settings),
        "alert_banner": SimpleLazyObject(lambda: _alert_banner(facts.banner)),
        "menu_items": SimpleLazyObject(lambda: _menu(request)),
        "language_links": SimpleLazyObject(lambda: _languages(request)),
        "footer_links": SimpleLazyObject(_footer),
        "foot_notes": SimpleLazyObject(lambda: _foot_notes(request)),
        "site_url": settings.SITE_URL,
        "canonical_url": f"{settings.SITE_URL}{request.path}{_page_of_list(request)}",
    }


def _page_of_list(request: HttpRequest) -> str:
    """Return the part of the address that makes another page of a list; filters make another view of the same."""
    number = request.GET.get("page", "")
    return f"?page={number}" if number.isascii() and number.isdigit() and number != "1" else ""


def _alert_banner(banner: AlertBanner) -> dict[str, str] | None:
    if not banner.is_shown:
        return None
    english = banner.message_en if get_language() == "en" else ""
    return {
        "message": english or banner.message,
        "lang": "en" if english else "vi",
        "url": banner.url,
        "level": banner.level,
    }


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    items = []
    for _name, item in registry.menu.items():
        url = localized_path(item.path)
        items.append({"title": item.title, "url": url, "is_current": request.path.startswith(url)})
    return items


def _footer() -> list[dict[str, Any]]:
    return [
        {
            "title": item.title,
            "url": localized_path(item.path) if item.has_languages else item.path,
            "lang": item.language,
        }
        for _name, links in registry.footer.items()
        for item in links()
    ]


def _foot_notes(request: HttpRequest) -> list[registry.FootNote]:
    return [note for _name, notes in registry.page_foot.items() for note in notes(request)]


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    query = request.META.get("QUERY_STRING", "")
    names = {"vi": "Tiếng Việt", "en": "English"}
    paths = {code: localized_path(request.path, code) for code in names}
    return [
        {
            "code": code,
            "name": names[code],
            "url": paths[code] + (f"?{query}" if query else ""),
            "absolute_url": f"{settings.SITE_URL}{paths[code]}",
            "is_current": code == get_language(),
        }
        for code in names
    ]
