"""The activity report of a year; anyone may read it."""

from __future__ import annotations

import csv
import io
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opendata.activity import word
from opendata.activity.selectors import (
    FIRST_YEAR,
    CollectionCount,
    activity,
    current_year,
    years_with_content,
)
from opendata.activity.wording import sentence
from portal.core import generation
from portal.core.selectors import site_settings

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """Anyone: the way to the newest report that has something to tell."""
    years = years_with_content()
    return redirect("activity:report", years[0] if years else current_year())


@require_safe
def report(request: HttpRequest, year: str) -> HttpResponse:
    """Anyone: the twelve counts of a year with the change on the year before, and by month."""
    number = _year(year)
    counts = activity(number)
    page_title = _("Báo cáo hoạt động của cổng năm %(year)s") % {"year": year}
    context = {
        "year": year,
        "previous_year": str(number - 1),
        "page_title": page_title,
        "counts": counts,
        "sentence": sentence(number, counts),
        "total": sum(item.count for item in counts),
        "months": range(1, 13),
        "years": [
            {
                "title": str(other),
                "url": reverse("activity:report", args=[other]),
                "is_current": other == number,
            }
            for other in years_with_content()[:12]
        ],
        "files": [
            {"title": title, "url": reverse("activity:file", args=[year, file_format])}
            for file_format, title in (("docx", "Word"), ("csv", "CSV"), ("json", "JSON"))
        ],
        "breadcrumbs": [{"title": page_title, "url": request.path}],
    }
    return render(request, "opendata/activity/report.html", context)


@require_safe
def report_file(request: HttpRequest, year: str, file_format: str) -> HttpResponse:
    """Anyone: the same counts as JSON, CSV or a Word file."""
    number = _year(year)
    counts = activity(number)
    if file_format == "json":
        response = HttpResponse(orjson.dumps(as_json(number, counts)), content_type="application/json")
        response["Access-Control-Allow-Origin"] = "*"
    elif file_format == "csv":
        response = HttpResponse(_csv(number, counts), content_type="text/csv; charset=utf-8")
        response["Access-Control-Allow-Origin"] = "*"
    else:
        content = word.write(
            number,
            counts,
            owner=site_settings().owner_name,
            made_at=timezone.localtime(generation.raised_at()),
        )
        response = HttpResponse(content, content_type=_WORD)
    if file_format != "json":
        response["Content-Disposition"] = f'attachment; filename="bao-cao-hoat-dong-{year}.{file_format}"'
    response["Last-Modified"] = http_date(generation.raised_at().timestamp())
    return response


def as_json(year: int, counts: list[CollectionCount]) -> dict[str, Any]:
    """Return the counts as the API tells them."""
    return {
        "year": year,
        "collections": [
            {
                "code": item.code, "count": item.count, "change": item.change, "previous": item.previous,
                "name": item.name, "unit": item.unit, "months": list(item.months),
            }
            for item in counts
        ],
    }  # fmt: skip


def _csv(year: int, counts: list[CollectionCount]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(
        ["code", "name", "unit", "year", "count", "previous", "change", *(f"month_{n}" for n in range(1, 13))]
    )
    for item in counts:
        writer.writerow(
            [item.code, item.name, item.unit, year, item.count, item.previous, item.change, *item.months]
        )
    # The mark by which Excel knows that the letters are UTF-8.
    return ("\ufeff" + file.getvalue()).encode()


def _year(text: str) -> int:
    number = int(text)
    if not FIRST_YEAR <= number <= current_year():
        raise Http404(_("Chưa có báo cáo của năm này."))
    return number
