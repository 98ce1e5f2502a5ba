"""What the catalogue's answers share: the mark of their content, their date, open to every site."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, quote_etag

from portal.core import generation

View = Callable[..., HttpResponseBase]


def answer(content: bytes, content_type: str, *, vary: str = "") -> HttpResponse:
    """Return an answer that is told apart by its content and dated by the last publication."""
    response = HttpResponse(content, content_type=content_type)
    response["ETag"] = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response["Last-Modified"] = http_date(generation.raised_at().timestamp())
    response["Cache-Control"] = "no-cache"
    if vary:
        patch_vary_headers(response, [vary])
    return response


def for_programs(*methods: str) -> Callable[[View], View]:
    """Let only these methods through; nobody is known by a cookie here, so another site can do no harm."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            allowed = ", ".join((*methods, "OPTIONS"))
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": allowed})
            if request.method not in methods:
                return HttpResponse(status=405, headers={"Allow": allowed})
            return view(request, *args, **kwargs)

        wrapped.csrf_exempt = True  # type: ignore[attr-defined]
        return wrapped

    return decorate
