"""Public pages of gazette issues; anyone may read what is published."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gazette.issues import presentation, selectors
from gazette.issues.forms import IssueFilterForm
from gazette.issues.selectors import IssueFilters
from portal.core.lists import ListPage
from search import vietnamese

_YEAR_PAGE_SIZE = 50
_SORT_TITLES = {"-date": gettext_lazy("Mới nhất"), "date": gettext_lazy("Cũ nhất")}


@require_safe
def issue_list(request: HttpRequest) -> HttpResponse:
    """Anyone: the issues that meet the filters, newest first, and the years."""
    form = IssueFilterForm(request.GET)
    is_valid = form.is_valid()
    filters = form.filters
    page = ListPage(selectors.find_issues(filters).for_list(), request)
    params = _params(request.GET)
    context = {
        "page": page,
        "rows": [presentation.row(issue) for issue in page],
        "filter_form": form,
        "active_filters": _active_filters(params, form),
        "sort_options": [
            {
                "title": title,
                "url": f"?{urlencode([*(pair for pair in params if pair[0] != 'sort'), ('sort', name)])}",
                "is_current": name == filters.sort,
            }
            for name, title in _SORT_TITLES.items()
        ],
        "years": _years(form.years),
        "feed_query": urlencode([pair for pair in params if pair[0] != "sort"]),
        "breadcrumbs": [_root()],
    }
    return render(request, "gazette/issues/gazette_issue_list.html", context, status=200 if is_valid else 400)


@require_safe
def year_list(request: HttpRequest, year: str) -> HttpResponse:
    """Anyone: the issues of a year; a year without any answers 404 with the years that have some."""
    number = int(year)
    page = ListPage(
        selectors.find_issues(IssueFilters(year=number)).for_list(), request, page_size=_YEAR_PAGE_SIZE
    )
    context = {
        "year": year,
        "page": page,
        "rows": [presentation.row(issue) for issue in page],
        "years": _years(selectors.year_counts(), current=number),
        "breadcrumbs": [_root(), {"title": _("Năm %(year)s") % {"year": year}, "url": request.path}],
    }
    status = 200 if len(page) else 404
    return render(request, "gazette/issues/gazette_issue_year.html", context, status=status)


@require_safe
def issue_detail(request: HttpRequest, year: str, number: str) -> HttpResponse:
    """Anyone: a published issue; another spelling of its number leads here, a withdrawn one answers 410."""
    found = selectors.issue_at(int(year), number)
    if found is None:
        raise Http404
    if not found.is_canonical:
        return _moved(request, found.issue.get_absolute_url())
    if not found.issue.live:
        return render(request, "410.html", {"reason": found.issue.withdrawal_reason}, status=410)
    issue = found.issue
    selectors.load_entries(issue)
    before, after = selectors.neighbours(issue)
    year_path = reverse("issues:year", args=[issue.year])
    context = presentation.page_of(issue) | {
        "before": before,
        "after": after,
        "json_url": f"/api/v1/gazette/issues/{issue.year}/{issue.slug}",
        "untranslated": get_language() != "vi",
        "breadcrumbs": [
            _root(),
            {"title": _("Năm %(year)s") % {"year": year}, "url": year_path},
            {"title": issue.name, "url": issue.get_absolute_url()},
        ],
    }
    return render(request, "gazette/issues/gazette_issue.html", context)


@require_safe
def issue_pdf(request: HttpRequest, year: str, number: str) -> HttpResponseBase:
    """Anyone: the file of a published issue, byte for byte as it was uploaded, under its own name."""
    found = selectors.issue_at(int(year), number)
    if found is None:
        raise Http404
    issue = found.issue
    if not issue.live and found.is_canonical:
        return render(request, "410.html", {"reason": issue.withdrawal_reason}, status=410)
    url = issue.get_file_url()
    if issue.file is None or url is None:
        raise Http404("the issue has no file")
    if not found.is_canonical:
        return _moved(request, url)
    etag = quote_etag(issue.file.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        content = issue.file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("the file is missing from the store") from error
    response = FileResponse(content, content_type="application/pdf", filename=issue.file.filename)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


def _moved(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{path}?{query}" if query else path, permanent=True)


def _root() -> dict[str, str]:
    return {"title": _("Công báo"), "url": reverse("issues:list")}


def _years(counts: list[tuple[int, int]], current: int | None = None) -> list[dict[str, Any]]:
    return [
        {
            "title": str(year),
            "count": total,
            "url": reverse("issues:year", args=[year]),
            "is_current": year == current,
        }
        for year, total in counts
    ]


def _params(query: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() for value in values if value and name != "page"]


def _active_filters(params: list[tuple[str, str]], form: IssueFilterForm) -> list[dict[str, Any]]:
    """Return each filter in use in words, with the address of the list without it."""
    active = []
    for name, value in params:
        field = form.fields.get(name)
        if field is None or name == "sort":
            continue
        words = dict(getattr(field, "choices", [])).get(value, value)
        if isinstance(form.cleaned_data.get(name), date):
            words = vietnamese.format_date(form.cleaned_data[name])
        rest = urlencode([pair for pair in params if pair != (name, value)])
        active.append({"label": f"{field.label}: {words}", "remove_url": f"?{rest}"})
    return active
