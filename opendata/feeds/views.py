"""Feeds; anyone may read them."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opendata.feeds.entries import MAX_ENTRIES, Entry, Feed
from opendata.feeds.formats import FORMATS
from opendata.feeds.sources import SOURCES, announced_sources
from portal.core import following, generation
from portal.core.following import Change
from portal.core.selectors import site_settings
from search.services import RETRY_AFTER_SECONDS, EngineUnavailable

_STARTED = datetime(2026, 1, 1, tzinfo=UTC)


@require_safe
def feed(request: HttpRequest, source: str, name: str, **fixed: str) -> HttpResponse:
    """Anyone: a list's newest records; `fixed` are filters that stand in the path."""
    listed, form_data = SOURCES[source], request.GET.copy()
    for parameter, value in fixed.items():
        form_data[parameter] = value
    form = listed.form(form_data)
    if not form.is_valid():
        if any(name in form.errors for name in fixed):
            raise Http404
        return _refusal(form.errors.get_json_data())
    try:
        entries = listed.entries(form)
    except EngineUnavailable:
        return _outage()
    names = site_settings()
    publisher = names.full_name
    query = _query(form_data, form.fields.keys())
    hub = settings.WEBSUB_HUB if not query and listed in announced_sources() else ""
    home_url = f"{settings.SITE_URL}{listed.path}"
    whole = Feed(
        id=home_url + query,
        title=f"{listed.title} | {publisher}",
        description=str(listed.description),
        author=names.owner_name or publisher,
        home_url=home_url + query,
        urls={form_name: f"{home_url}{form_name}{query}" for form_name in FORMATS},
        entries=entries,
        started=_STARTED,
        hub=hub,
    )
    written = FORMATS[name]
    response = HttpResponse(written.write(whole), content_type=f"{written.media_type}; charset=utf-8")
    # The entries that are left do not tell that another was withdrawn; their own dates stand inside the feed.
    response["Last-Modified"] = http_date(generation.raised_at().timestamp())
    response["Access-Control-Allow-Origin"] = "*"
    links = [("self", whole.urls[name]), *([("hub", hub)] if hub else [])]
    response["Link"] = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links)
    return response


@require_safe
def changes(request: HttpRequest, name: str) -> HttpResponse:
    """Anyone: what changed at an address that people follow, for what has no feed of its own."""
    followed = following.find(request.GET.get("trang", ""))
    if followed is None:
        raise Http404
    try:
        found = sorted(followed.changes(), key=lambda change: change.at, reverse=True)[:MAX_ENTRIES]
    except EngineUnavailable:
        return _outage()
    names = site_settings()
    publisher = names.full_name
    query = "?" + urlencode({"trang": followed.address})
    home_url = settings.SITE_URL + followed.address
    whole = Feed(
        id=home_url,
        title=f"{followed.title} | {publisher}",
        description=followed.title,
        author=names.owner_name or publisher,
        home_url=home_url,
        urls={form_name: f"{settings.SITE_URL}/theo-doi/{form_name}{query}" for form_name in FORMATS},
        entries=[_entry(followed.address, change) for change in found],
        started=_STARTED,
    )
    written = FORMATS[name]
    response = HttpResponse(written.write(whole), content_type=f"{written.media_type}; charset=utf-8")
    response["Last-Modified"] = http_date(generation.raised_at().timestamp())
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _entry(address: str, change: Change) -> Entry:
    return Entry(
        id=f"{settings.SITE_URL}{address}#{quote(change.key)}",
        url=change.path if change.path.startswith("http") else settings.SITE_URL + change.path,
        title=change.title,
        summary=change.summary,
        published=change.at,
        updated=change.at,
    )


def _outage() -> HttpResponse:
    text = _("Tìm kiếm đang tạm ngừng. Hãy thử lại sau.")
    response = HttpResponse(
        text, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8"
    )
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _query(data: QueryDict, known: Container[str]) -> str:
    """Return the filters in force, in one order, so that a feed has one address."""
    pairs = sorted(
        (name, value) for name, values in data.lists() for value in values if value and name in known
    )
    return f"?{urlencode(pairs)}" if pairs else ""


def _refusal(errors: dict[str, list[dict[str, str]]]) -> HttpResponse:
    lines = [f"{name}: {error['message']}" for name, found in errors.items() for error in found]
    text = "\n".join([_("Bộ lọc không hợp lệ."), *lines])
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
