"""CKAN's Action API; anyone may read it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opendata.api.languages import preferred_language
from opendata.catalogue.actions import ACTIONS, given_by
from opendata.catalogue.problems import NotFound, Refused
from opendata.datasets.engine import EngineBusy, QueryFailed, QueryTooHeavy

_LARGEST_BODY = 64 * 1024


# Nobody is known by a cookie here: another site can send nothing in a reader's name.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
def action(request: HttpRequest, name: str) -> HttpResponse:
    """Anyone: the answer of an action, by GET or POST, in CKAN's envelope."""
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    run = ACTIONS.get(name)
    if run is None:
        return _words(f"Bad request - Action name not known: {name}")
    if _length(request) > _LARGEST_BODY:
        return _words("Bad request - the body is too large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    is_form = request.method == "POST" and "json" not in (request.content_type or "json")
    query = _one_each(request.GET) | (_one_each(request.POST) if is_form else {})
    try:
        given = given_by(query, b"" if is_form or request.method != "POST" else request.body)
    except ValueError as error:
        return _words(f"Bad request - JSON Error: {error}")
    with translation.override(preferred_language(request)):
        return _answer(name, run, given)


def _answer(name: str, run: Any, given: dict[str, Any]) -> HttpResponse:
    try:
        return _envelope(name, HTTPStatus.OK, {"success": True, "result": run(given)})
    except NotFound:
        return _error(name, HTTPStatus.NOT_FOUND, {"message": "Not found", "__type": "Not Found Error"})
    except Refused as refusal:
        return _error(name, HTTPStatus.CONFLICT, refusal.errors | {"__type": "Validation Error"})
    except (EngineBusy, QueryTooHeavy, QueryFailed) as error:
        response = _error(
            name, HTTPStatus.SERVICE_UNAVAILABLE, {"message": type(error).__name__, "__type": "Search Error"}
        )
        response["Retry-After"] = "10"
        return response


def _error(name: str, status: HTTPStatus, error: dict[str, Any]) -> HttpResponse:
    return _envelope(name, status, {"success": False, "error": error})


def _envelope(name: str, status: HTTPStatus, body: dict[str, Any]) -> HttpResponse:
    help_url = f"{settings.SITE_URL}/api/3/action/help_show?name={name}"
    return HttpResponse(
        orjson.dumps({"help": help_url, **body}), status=status, content_type="application/json;charset=utf-8"
    )


def _words(words: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> HttpResponse:
    return HttpResponse(orjson.dumps(words), status=status, content_type="application/json;charset=utf-8")


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _one_each(data: Any) -> dict[str, Any]:
    """Return the last value of each parameter, a list where it was given several times."""
    return {name: values if len(values) > 1 else values[-1] for name, values in data.lists() if values}
