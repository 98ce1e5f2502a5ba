"""The result page."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from search import registry, searches, services, vietnamese
from search.enums import FACETS, Sort
from search.forms import SearchForm
from search.paging import ResultPages, page_count
from search.query import MAX_HITS, SearchQuery
from search.results import Answer

logger = logging.getLogger(__name__)

_TEMPLATE = "search/results.html"
#: So many options of a facet are shown; a longer list is no help.
_MOST_OPTIONS = 30
_MOST_SUGGESTIONS = 8
#: Parameters of the page that say nothing to its feeds.
_NOT_IN_FEEDS = {"page", "page_size", "sort", "unit"}


# An answer kept until the next publication would hide that publication from the moment it is in the index.
@never_cache
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Anyone: what was found, by kind; an engine that is down is said to be down."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        context = _context(SearchQuery.parse(request.GET.get("q", ""))) | {"errors": _errors(form)}
        return render(request, _TEMPLATE, context, status=HTTPStatus.BAD_REQUEST)
    query = form.query()
    context = _context(query)
    if query.is_empty:
        return render(request, _TEMPLATE, context)
    try:
        answer = _answer(query)
    except services.EngineUnavailable:
        logger.exception("search is down")
        context["is_down"] = True
        response = render(request, _TEMPLATE, context, status=HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = str(services.RETRY_AFTER_SECONDS)
        return response
    searches.note_search(query, answer)
    params = [(name, value) for name, values in request.GET.lists() for value in values if value]
    context |= {
        "answer": answer,
        "rows": [
            {"hit": hit, "token": token, "note": _note(hit)}
            for hit, token in zip(answer.hits, searches.tokens(query, answer.hits), strict=True)
        ],
        "suggestion_url": _suggestion_url(request.path, answer, params),
        "feeds": _feeds(params),
        "page": ResultPages(query, answer.count, request.path, params),
        "facets": _facets(query, answer),
        "date_fields": [form[name] for name in ("from", "to", "as_of")],
        "is_narrowed": query.is_narrowed,
        "sort_options": _sort_options(query, request.path, params),
        "first_position": query.offset + 1,
        "is_limited": answer.count > MAX_HITS,
        "max_hits": MAX_HITS,
    }
    return render(request, _TEMPLATE, context)


@never_cache
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Anyone: titles and numbers for what is being typed, in the form of OpenSearch suggestions."""
    text = request.GET.get("q", "")
    try:
        found = services.suggest(text, _MOST_SUGGESTIONS)
    except services.EngineUnavailable:
        response = JsonResponse([text, [], [], []], safe=False, status=HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = str(services.RETRY_AFTER_SECONDS)
        return response
    rows = [(" ".join(filter(None, [one.number, one.title])), str(one.kind.label), one.path) for one in found]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    return JsonResponse([text, *columns], safe=False, content_type="application/x-suggestions+json")


# The token is signed and tells nothing but which result was opened; there is no session to ride on.
@csrf_exempt
@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """Anyone: a result was opened from the list; counted without anything about who did."""
    is_ours = searches.note_click(request.POST.get("t", ""), request.META.get("REMOTE_ADDR", ""))
    return HttpResponse(status=HTTPStatus.NO_CONTENT if is_ours else HTTPStatus.BAD_REQUEST)


def _feeds(params: list[tuple[str, str]]) -> dict[str, str]:
    """Return the addresses of the feeds of the same search."""
    query = urlencode([(name, value) for name, value in params if name not in _NOT_IN_FEEDS])
    names = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}
    return {name: f"/tim-kiem/{file}{'?' + query if query else ''}" for name, file in names.items()}


def _suggestion_url(path: str, answer: Answer, params: list[tuple[str, str]]) -> str:
    """Return the address of the same search with what the reader may have meant, empty where there is none."""
    if not answer.suggestion:
        return ""
    kept = [(name, value) for name, value in params if name not in {"q", "page"}]
    return f"{path}?{urlencode([('q', answer.suggestion), *kept])}"


def _answer(query: SearchQuery) -> Answer:
    if query.offset >= MAX_HITS:
        raise Http404("deeper than the result list goes")
    answer = services.ask(query)
    if query.page > page_count(query, answer.count):
        raise Http404("no such page of the result list")
    return answer


def _note(hit: services.Hit) -> str:
    """Return of which days the wording is that was found, where it is not the present one of all days."""
    if hit.held_until:
        day = vietnamese.format_date(hit.held_until)
        return gettext("Lời văn đến trước ngày %(day)s.") % {"day": day}
    if hit.begun_on and hit.is_later:
        day = vietnamese.format_date(hit.begun_on)
        return gettext("Lời văn có từ ngày %(day)s; cổng không có lời văn trước đó.") % {"day": day}
    return ""


def _context(query: SearchQuery) -> dict[str, Any]:
    return {"query": query, "breadcrumbs": [{"title": _("Tìm kiếm"), "url": ""}]}


def _errors(form: SearchForm) -> list[str]:
    return [f"{form.fields[name].label}: {error}" for name, errors in form.errors.items() for error in errors]


def _facets(query: SearchQuery, answer: Answer) -> list[dict[str, Any]]:
    """Return each facet with what was found, and with what is chosen though nothing was."""
    facets = []
    for name in FACETS:
        counts = {option.code: option.count for option in answer.facets.get(name, ())}
        chosen = query.selections.get(name, ())
        codes = [*counts, *(code for code in chosen if code not in counts)]
        names = registry.labels(name, codes)
        options = [
            {
                "value": code,
                "label": names[code],
                "count": counts.get(code, 0),
                "is_checked": code in chosen,
            }
            for code in codes[:_MOST_OPTIONS] + [code for code in codes[_MOST_OPTIONS:] if code in chosen]
        ]
        facets.append({"name": name, "legend": SearchForm.base_fields[name].label, "options": options})
    return facets


def _sort_options(query: SearchQuery, path: str, params: list[tuple[str, str]]) -> list[dict[str, Any]]:
    kept = [(name, value) for name, value in params if name not in {"sort", "page"}]
    return [
        {
            "title": sort.label,
            "url": f"{path}?{urlencode([*kept, ('sort', sort.value)])}",
            "is_current": sort == query.sort,
        }
        for sort in Sort
    ]
