"""CKAN's Action API for clients that have it built in; anyone may read."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation

from opendata.catalogue.answers import answer, for_programs
from opendata.catalogue.ckan_actions import ACTIONS, VERSION
from opendata.catalogue.ckan_parameters import Invalid, NotFound, Unreadable, parameters
from opendata.catalogue.ckan_search import BadSearch
from opendata.datasets.engine import EngineBusy, QueryFailed, QueryTooHeavy
from portal.core.selectors import site_settings

_MEDIA_TYPE = "application/json;charset=utf-8"


@for_programs("GET", "HEAD", "POST")
def action(request: HttpRequest, name: str) -> HttpResponseBase:
    """Anyone: the answer of an action in CKAN's envelope."""
    # Titles are told in the catalogue's own language, whoever asks.
    with translation.override(settings.LANGUAGE_CODE):
        if name not in ACTIONS:
            return _bad_request(f"Action name not known: {name[:100]}")
        try:
            result = ACTIONS[name](parameters(request))
        except Unreadable as error:
            return _bad_request(str(error))
        except NotFound as error:
            return _error(name, HTTPStatus.NOT_FOUND, "Not Found Error", {"message": f"Not found: {error}"})
        except Invalid as error:
            return _error(name, HTTPStatus.CONFLICT, "Validation Error", error.errors)
        except BadSearch as error:
            said = {"message": f"Search Query is invalid: {error}"}
            return _error(name, HTTPStatus.BAD_REQUEST, "Search Query Error", said)
        except QueryFailed:
            return _error(name, HTTPStatus.CONFLICT, "Validation Error", {"query": ["invalid value"]})
        except (EngineBusy, QueryTooHeavy):
            response = _error(
                name, HTTPStatus.SERVICE_UNAVAILABLE, "Search Error", {"message": "Search error: busy"}
            )
            response["Retry-After"] = "10"
            return response
    return answer(_envelope(name, success=True, result=result), _MEDIA_TYPE)


@for_programs("GET", "HEAD")
def version(request: HttpRequest) -> HttpResponseBase:
    """Anyone: which version of CKAN's API this is."""
    return answer(b'{"version": 3}', _MEDIA_TYPE)


@for_programs("GET", "HEAD")
def status(request: HttpRequest) -> HttpResponseBase:
    """Anyone: what this site is, for clients of the first versions."""
    said = {
        "ckan_version": VERSION, "site_url": settings.SITE_URL, "site_title": site_settings().full_name,
        "extensions": ["datastore"],
    }  # fmt: skip
    return answer(orjson.dumps(said), _MEDIA_TYPE)


def _envelope(name: str, **said: Any) -> bytes:
    address = f"{settings.SITE_URL}{reverse('catalogue:action', args=['help_show'])}?name={name}"
    return orjson.dumps({"help": address, **said})


def _error(name: str, status: HTTPStatus, kind: str, said: dict[str, Any]) -> HttpResponse:
    content = _envelope(name, success=False, error=said | {"__type": kind})
    return HttpResponse(content, status=status, content_type=_MEDIA_TYPE)


def _bad_request(text: str) -> HttpResponse:
    content = orjson.dumps(f"Bad request - {text}")
    return HttpResponse(content, status=HTTPStatus.BAD_REQUEST, content_type=_MEDIA_TYPE)
