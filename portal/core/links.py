"""Addresses in the reader's language: Vietnamese has none, English stands under `/en/`."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def localized_path(path: str, language: str | None = None) -> str:
    """Return a site path in `language` (the active one by default); addresses of other sites come back as they are."""
    language = language or get_language() or settings.LANGUAGE_CODE
    bare = path[3:] if path.startswith("/en/") else path
    return f"/en{bare}" if language == "en" and bare.startswith("/") else bare
