"""What every API answer gets, also one from the page cache: limits, open CORS, conditional reads.

Stands outside the page cache, so that answers from the cache count and carry live headers.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from opendata.api.conditional import answer_conditionally
from opendata.api.errors import problem
from opendata.api.languages import preferred_language
from opendata.api.rate_limits import Allowance, count_request

#: The API, the CKAN API, and the catalogue in the words of other standards.
_PREFIXES = ("/api/", "/sdmx/", "/catalog")
_READS = "GET, HEAD, OPTIONS"
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Language, Content-Type, Idempotency-Key, If-Modified-Since, If-None-Match, If-Range, Range"
    ),
    "Access-Control-Expose-Headers": (
        "Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Last-Modified, Retry-After, "
        "RateLimit-Limit, RateLimit-Policy, RateLimit-Remaining, RateLimit-Reset"
    ),
    "Access-Control-Max-Age": "86400",
}


class ApiMiddleware:
    """Count requests to the API and finish its answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or refuse one too many."""
        if not request.path.startswith(_PREFIXES):
            return self.get_response(request)
        allowance = count_request(request.META.get("REMOTE_ADDR", ""))
        if allowance is not None and allowance.is_spent:
            response = _too_many(request, allowance)
        else:
            response = answer_conditionally(request, self.get_response(request))
        response.headers["Access-Control-Allow-Methods"] = response.get("Allow", _READS)
        for name, value in (_CORS | (allowance.headers if allowance else {})).items():
            response.headers[name] = value
        return response


def _too_many(request: HttpRequest, allowance: Allowance) -> HttpResponseBase:
    language = preferred_language(request)
    with translation.override(language):
        response = problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            _("Giới hạn là %(limit)s yêu cầu một phút; hãy thử lại sau %(seconds)s giây.")
            % {"limit": allowance.limit, "seconds": allowance.seconds_left},
        )
    response["Content-Language"] = language
    response["Retry-After"] = str(allowance.seconds_left)
    return response
