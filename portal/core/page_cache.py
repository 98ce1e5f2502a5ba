"""Page cache: whole answers to anonymous readers, keyed by address and content generation.

The key holds the generation, which every publication raises in its own transaction: nothing is ever purged and
nothing stale is ever found. What depends on the clock alone (a banner that hides, a status that changes at
midnight) is at most `MAX_AGE` seconds late.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe, quote_etag

from portal.core import generation

MAX_AGE = 60
#: Under this name a request tells the generation of a kept answer, and until when it may be given again.
KEPT_UNDER = "portal.kept_under"
#: A larger answer is cheaper to make again than to keep in every process.
MAX_BYTES = 1_000_000
_KEPT_STATUSES = {200, 301, 404, 410}
_KEPT_HEADERS = (
    "Content-Type", "Content-Length", "Content-Language", "Content-Disposition", "Last-Modified", "ETag", "Link",
    "Location", "Vary", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cache-Control", "X-Robots-Tag",
)  # fmt: skip


class PageCacheMiddleware:
    """Answer anonymous GET requests from the cache, and give every cacheable answer an ETag."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the kept answer, or make and keep one."""
        if request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        with generation.remembered() as number:
            return self._answer(request, self._key(request, number), number)

    def _answer(self, request: HttpRequest, key: str, number: int) -> HttpResponseBase:
        kept = cache.get(key)
        if kept is not None:
            status, headers, body, until = kept
            request.META[KEPT_UNDER] = (number, until)
            return self._conditional(request, HttpResponse(body, status=status, headers=headers))
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not self._may_keep(request, response):
            return response
        if response.status_code == 200 and "ETag" not in response:
            response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        if not response.has_header("Cache-Control"):
            # A reader's browser asks again each time, and is answered 304 while nothing changed.
            response["Cache-Control"] = "no-cache"
        headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
        if request.method == "GET":
            until = time.time() + MAX_AGE
            cache.set(key, (response.status_code, headers, response.content, until), MAX_AGE)
            # Raised by the answer itself (a first visit that makes something), the generation is no longer this one.
            request.META[KEPT_UNDER] = (number, until)
        return self._conditional(request, response)

    @staticmethod
    def _key(request: HttpRequest, number: int) -> str:
        parts = (
            request.scheme or "",
            request.META.get("HTTP_HOST", ""),
            request.get_full_path(),
            request.META.get("HTTP_ACCEPT_LANGUAGE", "") if request.path.startswith("/api/") else "",
            request.META.get("HTTP_ACCEPT", "") if request.path.startswith("/sdmx/") else "",
        )
        digest = hashlib.blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()
        return f"page:{number}:{digest}"

    @staticmethod
    def _may_keep(request: HttpRequest, response: HttpResponse) -> bool:
        return (
            not response.streaming
            and response.status_code in _KEPT_STATUSES
            and not response.cookies
            and len(response.content) <= MAX_BYTES
            and not any(word in response.get("Cache-Control", "") for word in ("private", "no-store"))
            and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        )

    @staticmethod
    def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
        conditional = get_conditional_response(
            request,
            etag=response.get("ETag"),
            last_modified=parse_http_date_safe(response.get("Last-Modified", "")),
            response=response,
        )
        return conditional if conditional is not None else response
