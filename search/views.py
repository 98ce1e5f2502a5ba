"""The result page."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.enums import Kind, Sort
from search.forms import SearchForm
from search.paging import ResultPages, page_count
from search.query import MAX_HITS, SearchQuery
from search.results import Answer

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 30
_TEMPLATE = "search/results.html"


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
    except EngineUnavailable:
        logger.exception("search is down")
        context["is_down"] = True
        response = render(request, _TEMPLATE, context, status=HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    params = [(name, value) for name, values in request.GET.lists() for value in values if value]
    context |= {
        "answer": answer,
        "page": ResultPages(query, answer.count, request.path, params),
        "kinds": _kind_options(query, answer),
        "sort_options": _sort_options(query, request.path, params),
        "first_position": query.offset + 1,
        "is_limited": answer.count > MAX_HITS,
        "max_hits": MAX_HITS,
    }
    return render(request, _TEMPLATE, context)


def _answer(query: SearchQuery) -> Answer:
    if query.offset >= MAX_HITS:
        raise Http404("deeper than the result list goes")
    answer = get_engine().search(query)
    if query.page > page_count(query, answer.count):
        raise Http404("no such page of the result list")
    return answer


def _context(query: SearchQuery) -> dict[str, Any]:
    return {"query": query, "breadcrumbs": [{"title": _("Tìm kiếm"), "url": ""}]}


def _errors(form: SearchForm) -> list[str]:
    return [f"{form.fields[name].label}: {error}" for name, errors in form.errors.items() for error in errors]


def _kind_options(query: SearchQuery, answer: Answer) -> list[dict[str, Any]]:
    """Return every kind that was found, and those that are chosen though nothing was."""
    counts = {option.code: option.count for option in answer.facets["kind"]}
    return [
        {
            "value": kind.value,
            "label": kind.label,
            "count": counts.get(kind, 0),
            "is_checked": kind in query.kinds,
        }
        for kind in Kind
        if kind in counts or kind in query.kinds
    ]


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
