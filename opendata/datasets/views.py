"""Public pages of datasets; anyone may read what is published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opendata.datasets import differences, presentation, quality, structured_data
from opendata.datasets.engine import EngineBusy, QueryTooHeavy
from opendata.datasets.formatting import cell_in_words
from opendata.datasets.forms import DatasetFilterForm
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.packages import is_year
from opendata.datasets.queries import OPERATORS
from opendata.datasets.registry import page_sections
from opendata.datasets.selectors import dataset_at, find_datasets, version_of
from portal.core.lists import ListPage


@require_safe
def dataset_list(request: HttpRequest) -> HttpResponse:
    """Anyone: the datasets that meet the filters, last changed first."""
    form = DatasetFilterForm(request.GET)
    is_valid = form.is_valid()
    page = ListPage(find_datasets(form.filters).for_list(), request)
    params = [(n, v) for n, values in request.GET.lists() for v in values if v and n != "page"]
    active = [
        {
            "label": f"{form.fields[name].label}: {dict(getattr(form.fields[name], 'choices', [])).get(value, value)}",
            "remove_url": f"?{urlencode([pair for pair in params if pair != (name, value)])}",
        }
        for name, value in params
        if name in form.fields
    ]
    context = {
        "page": page,
        "rows": [presentation.row(dataset) for dataset in page],
        "filter_form": form,
        "active_filters": active,
        "feed_query": urlencode(params),
        "structured_data": structured_data.catalogue_markup(),
        "breadcrumbs": [_root()],
    }
    return render(request, "opendata/datasets/dataset_list.html", context, status=200 if is_valid else 400)


@require_safe
def dataset_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone: a published dataset with a page of its table; a withdrawn one answers 410 with the reason."""
    dataset = _known(slug)
    if not dataset.live:
        return _gone(request, dataset)
    version = _version(dataset, request.GET.get("version"))
    query, problems = presentation.table_query(request.GET, version)
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 10 and int(page) else 0
    if not number:
        raise Http404("no such page of the table")
    context: dict[str, Any] = {
        "dataset": dataset,
        "version": version,
        "is_current": version.pk == dataset.current_id,
        "metadata": presentation.metadata(dataset, version),
        "downloads": presentation.downloads(dataset, version),
        "dictionary": presentation.dictionary(dataset, version),
        "versions": list(dataset.versions.order_by("-number")[:50]),
        "quality_parts": quality.parts(dataset),
        "quality_score": quality.score(quality.parts(dataset)),
        "problems": [f"{name}: {message}" for name, message in problems.items()],
        "citation": presentation.citation(dataset, version),
        "json_url": f"/api/v1/datasets/{dataset.slug}",
        "package_url": f"/api/v1/datasets/{dataset.slug}/datapackage.json",
        "untranslated": get_language() != "vi" and not dataset.title_en,
        "structured_data": structured_data.dataset_markup(dataset, version),
        "data_path": f"/api/v1/datasets/{dataset.slug}",
        "is_filtered": bool(request.GET),
        "breadcrumbs": [_root(), {"title": dataset.name, "url": dataset.get_absolute_url()}],
    }

    def read() -> dict[str, Any]:
        sections = (section(request, dataset, version) for _name, section in page_sections.items())
        return {
            "table": presentation.preview(request, dataset, version, query, number),
            "sections": [{"template": found[0], "context": found[1]} for found in sections if found],
        } | presentation.chart_context(request, dataset, version)

    status = 400 if problems else 200
    return _with_data(request, "opendata/datasets/dataset.html", context, read, status=status)


@require_safe
def dataset_filter(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone: the form that filters by a column, turned into the address that says so."""
    dataset = _known(slug)
    params = QueryDict(request.GET.get("query", "")[:4000], mutable=True)
    column, operator = request.GET.get("column", ""), request.GET.get("operator", "")
    name = f"{column}__{operator}" if operator in OPERATORS else column
    params.pop("page", None)
    if column:
        params[name] = request.GET.get("value", "")
    return redirect(f"{dataset.get_absolute_url()}?{params.urlencode()}#so-lieu")


@require_safe
def dataset_chart(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone: the chart of a dataset alone, with its table, as a page to link to."""
    dataset = _known(slug)
    if not dataset.live:
        return _gone(request, dataset)
    version = _version(dataset, request.GET.get("version"))
    context = {
        "dataset": dataset,
        "version": version,
        "site_url": settings.SITE_URL,
        "breadcrumbs": [
            _root(),
            {"title": dataset.name, "url": dataset.get_absolute_url()},
            {"title": _("Biểu đồ"), "url": request.path},
        ],
    }
    return _with_data(
        request, "opendata/datasets/chart.html", context,
        lambda: presentation.chart_context(request, dataset, version),
    )  # fmt: skip


@require_safe
def dataset_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone: the chart as a picture that other sites may show."""
    dataset = _known(slug)
    if not dataset.live:
        return _gone(request, dataset)
    version = _version(dataset, request.GET.get("version"))
    try:
        context = presentation.chart_context(request, dataset, version)
    except (EngineBusy, QueryTooHeavy):
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    if context["chart"] is None:
        raise Http404
    is_dark = request.GET.get("theme") == "dark"
    response = render(
        request, "opendata/datasets/chart.svg",
        {"chart": context["chart"], "is_dark": is_dark, "source": dataset.name},
        content_type="image/svg+xml; charset=utf-8",
    )  # fmt: skip
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def dataset_difference(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone: exactly the rows in which two versions differ."""
    dataset = _known(slug)
    if not dataset.live:
        return _gone(request, dataset)
    versions = list(dataset.versions.order_by("-number"))
    newest = versions[0].number
    new = _version(dataset, request.GET.get("den") or str(newest))
    old = _version(dataset, request.GET.get("tu") or str(max(1, new.number - 1)))
    context = {
        "dataset": dataset,
        "old": old,
        "new": new,
        "versions": versions,
        "breadcrumbs": [
            _root(),
            {"title": dataset.name, "url": dataset.get_absolute_url()},
            {"title": _("So sánh phiên bản"), "url": request.path},
        ],
    }

    def read() -> dict[str, Any]:
        found = differences.compare(old, new)
        by_name = {column["name"]: column for column in new.columns}
        columns = [by_name[name] for name in found.columns]
        kinds = {"added": _("thêm"), "removed": _("bớt"), "changed": _("sửa")}
        rows = [
            {
                "kind": change.kind,
                "label": kinds[change.kind],
                "cells": [
                    {
                        "before": cell_in_words(before, column, is_year=is_year(column))
                        if before != after
                        else "",
                        "after": cell_in_words(after, column, is_year=is_year(column)),
                        "is_changed": before != after,
                    }
                    for (before, after), column in zip(change.cells, columns, strict=True)
                ],
            }
            for change in found.changes
        ]
        return {"difference": found, "rows": rows}

    return _with_data(request, "opendata/datasets/difference.html", context, read)


def _known(slug: str) -> Dataset:
    dataset = dataset_at(slug)
    if dataset is None:
        raise Http404
    return dataset


def _version(dataset: Dataset, number: str | None) -> DatasetVersion:
    version = version_of(dataset, number)
    if version is None:
        raise Http404(_("Tập dữ liệu này không có phiên bản %(version)s.") % {"version": number})
    return version


def _gone(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    return render(request, "410.html", {"reason": dataset.withdrawn_reason}, status=410)


def _with_data(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    read: Callable[[], dict[str, Any]],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page with what the engine tells; without it the page still says what it knows."""
    try:
        context |= read()
    except (EngineBusy, QueryTooHeavy):
        response = render(request, template, context | {"is_data_out": True}, status=503)
        response["Retry-After"] = "10"
        return response
    return render(request, template, context, status=status)


def _root() -> dict[str, str]:
    return {"title": _("Dữ liệu mở"), "url": reverse("datasets:list")}
