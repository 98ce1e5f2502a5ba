"""Search in the pages of one issue; anyone may search what is published."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gazette.issues import presentation, selectors
from gazette.issues.file_facts import first_page_of_file
from gazette.issues.models import GazetteEntry, GazetteIssue
from search.services import RETRY_AFTER_SECONDS, EngineUnavailable, Hit, ask_within

logger = logging.getLogger(__name__)

_TEMPLATE = "gazette/issues/page_search.html"
_SOURCE = "gazette"
_MOST_PAGES = 100
_UNIT = "page="


# Like the result page, an answer must not outlive the index that gave it.
@never_cache
@require_safe
def page_search(request: HttpRequest, year: str, number: str) -> HttpResponse:
    """Anyone: the pages of a published issue's file that have the words asked for."""
    found = selectors.issue_at(int(year), number)
    if found is None:
        raise Http404
    issue = found.issue
    path = presentation.page_search_url(issue)
    if not issue.live:
        return render(request, "410.html", {"reason": issue.withdrawal_reason}, status=410)
    if path is None:
        raise Http404("the issue has no file")
    query = request.GET.get("q", "").replace("\x00", " ").strip()
    if not found.is_canonical:
        asked = request.META.get("QUERY_STRING", "")
        return redirect(f"{path}?{asked}" if asked else path, permanent=True)
    context: dict[str, Any] = {
        "issue": issue,
        "query": query,
        "page_search_url": path,
        "has_words": any(character.isalnum() for character in query),
        "breadcrumbs": [
            {"title": _("Công báo"), "url": reverse("issues:list")},
            {"title": _("Năm %(year)s") % {"year": year}, "url": reverse("issues:year", args=[year])},
            {"title": issue.name, "url": issue.get_absolute_url()},
            {"title": _("Tìm trong số này"), "url": path},
        ],
    }
    if not context["has_words"]:
        return render(request, _TEMPLATE, context)
    try:
        answer = ask_within(_SOURCE, str(issue.pk), query, count=_MOST_PAGES)
    except EngineUnavailable:
        logger.exception("search is down")
        response = render(
            request, _TEMPLATE, context | {"is_down": True}, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    rows = list(_rows(issue, answer.hits))
    return render(request, _TEMPLATE, context | {"rows": rows, "total": answer.count, "shown": len(rows)})


def _rows(issue: GazetteIssue, hits: Iterable[Hit]) -> Iterable[dict[str, Any]]:
    """Return each page with its printed number and what stands on it."""
    entries = list(issue.entries.all())
    first = first_page_of_file(issue)
    for hit in hits:
        place = hit.unit.removeprefix(_UNIT)
        if not place.isdecimal():
            continue
        printed = first + int(place) - 1 if first else None
        item = _item_on(entries, printed)
        title = (
            _("Trang %(printed)s (trang %(place)s của tệp)") % {"printed": printed, "place": place}
            if printed
            else _("Trang %(place)s của tệp") % {"place": place}
        )
        yield {
            "url": hit.url,
            "title": title,
            "place": (item.number or item.title) if item else "",
            "passages": hit.highlights,
        }


def _item_on(entries: list[GazetteEntry], printed: int | None) -> GazetteEntry | None:
    """Return the item that a printed page belongs to."""
    if printed is None:
        return None
    return next(
        (
            entry
            for entry in entries
            if entry.page_from and entry.page_from <= printed <= (entry.page_to or entry.page_from)
        ),
        None,
    )
