"""Addresses of the API, below `/api/v1/`."""

from __future__ import annotations

from functools import partial

from django.urls import URLPattern, path, re_path

from opendata.api import errors, schema, views
from opendata.api.endpoints import api
from opendata.api.requests import guarded, in_readers_language, read_only

app_name = "api"


def _endpoint(pattern: URLPattern) -> URLPattern:
    """Return an endpoint of the framework with what holds for every request."""
    address = "/" + schema.path_of(str(pattern.pattern))
    methods, takes_json = schema.methods(address), schema.takes_json(address)
    view = in_readers_language(
        guarded(pattern.callback, schema.accepted_parameters, methods=methods, takes_json=takes_json)
    )
    return URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)


_page = partial(read_only, accepted=lambda request: {"lang": False})

_nothing = in_readers_language(errors.not_found)

urlpatterns = [
    # No address of ours holds a NUL, and PostgreSQL refuses to look for one.
    re_path(r"\x00", _nothing, name="nul"),
    path("", in_readers_language(_page(views.root)), name="root"),
    path("openapi.json", in_readers_language(_page(views.openapi)), name="openapi"),
    path("fields.json", in_readers_language(_page(views.dictionary)), name="dictionary"),
    path("docs", in_readers_language(_page(views.docs)), name="docs"),
    *(
        _endpoint(pattern)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ),
    re_path(r"", _nothing, name="nothing"),
]
