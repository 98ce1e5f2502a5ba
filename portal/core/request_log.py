"""One line a request: method, path, status, milliseconds. No address, no query string, no person."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from portal.core.links import localized_path

logger = logging.getLogger("portal.requests")

#: Paths whose tail is a person's secret.
_PRIVATE_PREFIXES = (
    "/quan-tri/password_reset/",
    "/theo-doi/xac-nhan/",
    "/theo-doi/huy/",
    "/theo-doi/quan-ly/",
    "/theo-doi/dia-chi/",
)


class RequestLogMiddleware:
    """Write the line when the answer is ready."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and log it."""
        start = time.perf_counter()
        response = self.get_response(request)
        bare = localized_path(request.path, "vi")
        path = next((prefix for prefix in _PRIVATE_PREFIXES if bare.startswith(prefix)), request.path)
        log_request(request.method or "", path, response.status_code, start)
        return response


def log_request(method: str, path: str, status: int, begun: float) -> None:
    """Write the line of a request that began at a moment of `time.perf_counter()`."""
    # A path can carry line breaks once it is decoded; one request is one line.
    logger.info(
        "%s %s %s %.0fms",
        method,
        path.encode("unicode_escape").decode("ascii") if not path.isprintable() else path,
        status,
        (time.perf_counter() - begun) * 1000,
    )
