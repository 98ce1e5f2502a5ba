"""What holds for every request: the language, the methods, the size, and no parameter that nobody reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from opendata.api.conditional import set_etag
from opendata.api.errors import body_too_large, invalid_parameters, method_not_allowed
from opendata.api.languages import preferred_language
from opendata.api.posting import refused_body
from portal.core.intake import gate

READS = ("GET", "HEAD", "OPTIONS")
#: The largest body of a post; what an endpoint takes may be less.
_LARGEST_BODY = 52 * 1024 * 1024
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
            # What a post answers is for its sender alone.
            kept = "no-cache" if request.method in READS else "no-store"
            response.headers.setdefault("Cache-Control", kept)
        return response

    # Nobody is known by a cookie here: another site can send nothing in a reader's name.
    wrapped.csrf_exempt = True  # type: ignore[attr-defined]
    return wrapped


def read_only(view: View, accepted: Callable[[HttpRequest], Mapping[str, bool]]) -> View:
    """Let only reads through, and only with parameters that are accepted."""
    return guarded(view, accepted, methods=READS)


def guarded(
    view: View,
    accepted: Callable[[HttpRequest], Mapping[str, bool]],
    *,
    methods: Sequence[str],
    takes_json: bool = False,
) -> View:
    """Let only these methods through, only with parameters that are accepted, and no body that is too large.

    `accepted` tells the names of a read's parameters, each with whether it may be repeated; the name "*" leaves it to
    the endpoint itself to refuse what it does not know; a post has none. A post of JSON (`takes_json`) waits for its
    turn.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(methods)})
        if request.method not in methods:
            return method_not_allowed(request, methods)
        if refused := _refused(request, {} if request.method == "POST" else accepted(request)):
            return invalid_parameters(refused)
        if request.method == "POST":
            if refusal := refused_body(request) if takes_json else _too_large_body(request):
                return refusal
            return (
                gate.in_turn(lambda: view(request, *args, **kwargs))
                if takes_json
                else view(request, *args, **kwargs)
            )
        method = request.method
        # The framework knows GET only; the server leaves the body out.
        request.method = "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = method

    return wrapped


def _too_large_body(request: HttpRequest) -> HttpResponse | None:
    """Return the refusal of a body that is too large by what the request says: nothing beyond it is read."""
    try:
        is_large = int(request.META.get("CONTENT_LENGTH") or 0) > _LARGEST_BODY
    except ValueError:
        is_large = True
    return body_too_large() if is_large else None


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
