"""Pages of this site, as people name them: with or without the site's own address, a language, a query."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from portal.core.links import localized_path
from search import vietnamese

LONGEST = 700
_NOT_PUBLIC = ("/quan-tri/", "/theo-doi/", "/tep/dang-nhap/")


def page_address(text: str) -> str:
    """Return the path and query of a page of this site, "" for what is none."""
    address = vietnamese.normalize(text).strip().removeprefix(settings.SITE_URL)
    if not address.startswith("/") or address.startswith(("//", "/\\")) or len(address) > LONGEST:
        return ""
    if any(char.isspace() or not char.isprintable() for char in address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = localized_path(parts.path, "vi")
    if parts.netloc or any(path.startswith(prefix) for prefix in _NOT_PUBLIC):
        return ""
    return path + (f"?{parts.query}" if parts.query else "")


def page_path(address: str) -> str:
    """Return the path alone: by it a page is known, whatever filters it was shown with."""
    return address.partition("?")[0]
