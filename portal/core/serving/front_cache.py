"""Answers that the page cache knows, given before the framework is asked.

Most readers ask for what another one asked for a moment ago. The framework needs longer to take such a request apart
and put the headers together than everything else takes; so the finished answer is kept in front of it, under the same
content generation. Whatever is not plainly the same request goes through.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error

from portal.core import generation
from portal.core.page_cache import KEPT_UNDER
from portal.core.rate_limits import count
from portal.core.request_log import log_request

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

logger = logging.getLogger(__name__)

#: Of each process: enough for what is read most, little beside what the site itself takes.
MOST_BYTES = 24 << 20
_API = "/api/"
#: With these a request asks for something else than the whole answer, or for what a copy cannot know.
_BYPASSING = (
    "HTTP_RANGE",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_AUTHORIZATION",
)
_NOT_OF_304 = frozenset({"content-length", "content-type", "content-language", "content-disposition"})
_NOT_MODIFIED = "304 Not Modified"


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished answer."""

    number: int
    until: float
    status: str
    headers: list[tuple[str, str]]
    short_headers: list[tuple[str, str]]
    etag: str
    is_counted: bool
    body: bytes


class FrontCache:
    """A WSGI application that answers what it knows and asks another for the rest."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._kept: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        begun = time.perf_counter()
        key = _key(environ)
        kept = self._kept.get(key) if key else None
        if kept is not None and (answer := self._known(environ, kept, start_response, begun)) is not None:
            return answer
        return self._asked(environ, start_response, key)

    def _known(
        self, environ: Environ, kept: Kept, start_response: StartResponse, begun: float
    ) -> list[bytes] | None:
        try:
            if kept.until < time.time() or kept.number != generation.stored():
                return None
        except Error:
            return None  # the framework knows what to say, and how to connect again
        headers, status, body = kept.headers, kept.status, kept.body
        condition = environ.get("HTTP_IF_NONE_MATCH")
        if condition is not None:
            if not kept.etag or kept.etag not in [
                mark.strip().removeprefix("W/") for mark in condition.split(",")
            ]:
                return None
            headers, status, body = kept.short_headers, _NOT_MODIFIED, b""
        if kept.is_counted:
            allowance = count("rate-limit", environ.get("REMOTE_ADDR", ""), limit=int(settings.RATE_LIMIT))
            if allowance is not None:
                if allowance.is_spent:
                    return None
                headers = headers + list(allowance.headers.items())
        start_response(status, headers)
        log_request(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""), int(status[:3]), begun)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _asked(
        self, environ: Environ, start_response: StartResponse, key: tuple[str, ...] | None
    ) -> Iterable[bytes]:
        told: list[Any] = []

        def noted(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            told[:] = [status, headers]
            return start_response(status, headers, *rest)

        response = self._application(environ, noted)
        under = environ.get(KEPT_UNDER)
        if key and under and told and told[0].startswith("200") and environ["REQUEST_METHOD"] == "GET":
            self._keep(key, under, told[0], told[1], getattr(response, "content", None))
        return response

    def _keep(
        self,
        key: tuple[str, ...],
        under: tuple[int, float],
        status: str,
        headers: list[tuple[str, str]],
        body: bytes | None,
    ) -> None:
        if body is None or any(name.lower() == "set-cookie" for name, _value in headers):
            return
        own = [(name, value) for name, value in headers if not name.lower().startswith("ratelimit-")]
        short = [(name, value) for name, value in own if name.lower() not in _NOT_OF_304]
        etag = next((value for name, value in own if name.lower() == "etag"), "")
        kept = Kept(
            number=under[0], until=under[1], status=status, headers=own, short_headers=short,
            etag=etag.removeprefix("W/"), is_counted=key[3].startswith(_API), body=body,
        )  # fmt: skip
        with self._lock:
            self._drop(key)
            self._kept[key] = kept
            self._bytes += len(body)
            while self._bytes > MOST_BYTES:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[str, ...]) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= len(gone.body)


def _key(environ: Environ) -> tuple[str, ...] | None:
    """Return what makes two requests the same, None for one that is not answered here."""
    get = environ.get
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in get(
        "HTTP_COOKIE", ""
    ):
        return None
    for name in _BYPASSING:
        if name in environ:
            return None
    path = get("PATH_INFO", "")
    return (
        get("wsgi.url_scheme", ""),
        get("HTTP_X_FORWARDED_PROTO", ""),
        get("HTTP_HOST", ""),
        path,
        get("QUERY_STRING", ""),
        get("HTTP_ACCEPT_LANGUAGE", "") if path.startswith(_API) else "",
    )
