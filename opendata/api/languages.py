"""The language in which the API speaks to a person: Vietnamese, English for who prefers it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header


def preferred_language(request: HttpRequest) -> str:
    """Return the first of the site's languages that `Accept-Language` names, else Vietnamese."""
    known = dict(settings.LANGUAGES)
    for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if (language := tag.split("-", 1)[0]) in known:
            return language
    return settings.LANGUAGE_CODE
