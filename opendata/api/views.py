"""The description of the API for programs and for people; anyone may read them."""

from __future__ import annotations

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opendata.api import documentation, schema
from opendata.api.endpoints import VERSION
from opendata.api.errors import invalid_parameters

_LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def root(request: HttpRequest) -> HttpResponse:
    """Anyone: the way to the documentation."""
    return redirect("api:docs")


def openapi(request: HttpRequest) -> HttpResponse:
    """Anyone: the OpenAPI 3.1 description, its texts in the reader's language."""
    if refused := _refused_language(request):
        return refused
    language = request.GET.get("lang") or get_language() or "vi"
    description = schema.openapi(language)
    return HttpResponse(
        orjson.dumps(description), content_type="application/json", headers={"Content-Language": language}
    )


def dictionary(request: HttpRequest) -> HttpResponse:
    """Anyone: every record and field of the API as JSON, explained in the reader's language."""
    if refused := _refused_language(request):
        return refused
    language = request.GET.get("lang") or get_language() or "vi"
    with translation.override(language):
        records = documentation.dictionary(schema.openapi(language))
    return HttpResponse(
        orjson.dumps({"version": VERSION, "records": records}),
        content_type="application/json",
        headers={"Content-Language": language},
    )


def docs(request: HttpRequest) -> HttpResponse:
    """Anyone: the documentation, made from the same description."""
    if refused := _refused_language(request):
        return refused
    language = request.GET.get("lang") or get_language() or "vi"
    with translation.override(language):
        context = documentation.page(schema.openapi(language)) | {
            "rate_limit": settings.RATE_LIMIT,
            "breadcrumbs": [{"title": "API", "url": request.path}],
            # The page has one address for all languages.
            "language_links": [
                {
                    "code": code,
                    "name": name,
                    "url": f"{request.path}?lang={code}",
                    "absolute_url": f"{settings.SITE_URL}{request.path}?lang={code}",
                    "is_current": code == language,
                }
                for code, name in _LANGUAGE_NAMES.items()
            ],
        }
        response = render(request, "opendata/api/docs.html", context)
    response["Content-Language"] = language
    return response


def _refused_language(request: HttpRequest) -> HttpResponse | None:
    if request.GET.get("lang", "vi") in _LANGUAGE_NAMES:
        return None
    accepted = ", ".join(_LANGUAGE_NAMES)
    message = _("Không có giá trị này; các giá trị được nhận: %(accepted)s.") % {"accepted": accepted}
    return invalid_parameters({"lang": message})
