"""What holds for every request: the language, the methods, and no parameter that nobody reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from opendata.api.conditional import set_etag
from opendata.api.errors import invalid_parameters, method_not_allowed
from opendata.api.languages import preferred_language

METHODS = ("GET", "HEAD", "OPTIONS")
#: Among accepted names: the columns of a table are parameters too, and only the endpoint knows them.
ANY_NAME = "*"

View = Callable[..., HttpResponse]


def in_readers_language(view: View) -> View:
    """Answer in the language that the reader prefers, and say that the answer depends on it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = preferred_language(request)
        with translation.override(language):
            response = view(request, *args, **kwargs)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        if response.status_code == 200:
            set_etag(response)
            response.headers.setdefault("Cache-Control", "no-cache")
        return response

    # Nothing is written here, and nobody is known by a cookie.
    wrapped.csrf_exempt = True  # type: ignore[attr-defined]
    return wrapped


def read_only(view: View, accepted: Callable[[HttpRequest], Mapping[str, bool]]) -> View:
    """Let only reads through, and only with parameters that are accepted.

    `accepted` tells the names of the parameters, each with whether it may be repeated; the name "*" leaves it to the
    endpoint itself to refuse what it does not know.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(METHODS)})
        if request.method not in METHODS:
            return method_not_allowed(request, METHODS)
        if refused := _refused(request, accepted(request)):
            return invalid_parameters(refused)
        method = request.method
        # The framework knows GET only; the server leaves the body out.
        request.method = "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = method

    return wrapped


def _refused(request: HttpRequest, accepted: Mapping[str, bool]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if ANY_NAME in accepted:
        return errors
    for name, values in request.GET.lists():
        if name not in accepted:
            errors[name] = (
                _("Không có tham số này; các tham số được nhận: %(names)s.") % {"names": ", ".join(accepted)}
                if accepted
                else _("Địa chỉ này không nhận tham số nào.")
            )
        elif len(values) > 1 and not accepted[name]:
            errors[name] = _("Tham số này chỉ được dùng một lần.")
    return errors
