"""What pages show of datasets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from opendata.datasets import charts, compiler, engine, quality
from opendata.datasets.enums import LICENCE_URLS, NUMERIC_TYPES, ColumnType, FileFormat
from opendata.datasets.formatting import cell_in_words
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.packages import is_year
from opendata.datasets.queries import BadQuery, DataQuery, parse
from search.vietnamese import format_date, format_number

PREVIEW_ROWS = 20
_MOST_FACETS = 3
_FACET_VALUES = 12
#: Parameters of the page itself; all others are questions to the table.
PAGE_PARAMETERS = frozenset(["version", "page", "_x", "_y", "_fn", "_chart"])


def row(dataset: Dataset) -> dict[str, Any]:
    """Return what a list shows of a dataset."""
    version = dataset.current
    assert version is not None  # noqa: S101  # published ones have a version
    fresh = quality.freshness(dataset)
    return {
        "title": dataset.name,
        "url": dataset.get_absolute_url(),
        "description": dataset.description,
        "publisher": dataset.publisher_label,
        "updated_on": fresh.updated_on,
        "row_count": version.row_count,
        "column_count": len(version.columns),
        "nature": dataset.get_nature_display() if dataset.nature != "stated" else "",
        "score": quality.score(quality.parts(dataset)),
        "is_late": fresh.is_late,
    }


def metadata(dataset: Dataset, version: DatasetVersion) -> list[dict[str, Any]]:
    """Return the facts about a dataset."""
    fresh = quality.freshness(dataset)
    promise = str(dataset.get_update_cycle_display())
    if fresh.is_late:
        promise = _("%(cycle)s; quá hạn %(days)s ngày") % {"cycle": promise, "days": fresh.days_late}
    elif fresh.due_on:
        promise = _("%(cycle)s; hạn tiếp theo %(day)s") % {"cycle": promise, "day": format_date(fresh.due_on)}
    period = " – ".join(filter(None, (dataset.temporal_from, dataset.temporal_to)))
    document = dataset.document if dataset.document and dataset.document.live else None
    return [
        {"label": _("Loại số liệu"), "value": str(dataset.get_nature_display()),
         "tone": "muted" if dataset.nature == "stated" else "warning"},
        {"label": _("Cơ quan công bố"), "value": dataset.publisher_label,
         "url": reverse("agencies:detail", args=[dataset.publisher.code]) if dataset.publisher else ""},
        {"label": _("Đơn vị phụ trách"), "value": dataset.owner},
        {"label": _("Liên hệ"), "value": ", ".join(
            filter(None, (dataset.contact_name, dataset.contact_email, dataset.contact_phone)))},
        {"label": _("Giấy phép"), "value": str(dataset.get_licence_display()),
         "url": LICENCE_URLS.get(dataset.licence, "")},
        {"label": _("Chủ đề"), "value": ", ".join(theme.name for theme in dataset.themes.all())},
        {"label": _("Phạm vi không gian"), "value": dataset.spatial},
        {"label": _("Phạm vi thời gian"), "value": period},
        {"label": _("Cập nhật lần cuối"), "date": timezone.localdate(version.created_at)},
        {"label": _("Cam kết cập nhật"), "value": promise},
        {"label": _("Văn bản làm nguồn"), "value": document.name if document else "",
         "url": document.get_absolute_url() if document else ""},
        {"label": _("Nguồn"), "value": dataset.source_name, "url": dataset.source_url},
        {"label": _("Phiên bản"), "value": _("%(number)s, %(rows)s dòng, %(columns)s cột") % {
            "number": version.number, "rows": format_number(version.row_count),
            "columns": len(version.columns)}},
        {"label": _("Tệp gốc"), "value": version.file_name},
    ]  # fmt: skip


def downloads(dataset: Dataset, version: DatasetVersion) -> list[dict[str, str]]:
    """Return the forms in which the whole table is given out."""
    suffix = "" if version.pk == dataset.current_id else f"?version={version.number}"
    notes = {
        "csv": _("mở được bằng Excel"), "xlsx": _("bảng tính"), "json": _("từng trang 100 dòng"),
        "ndjson": _("mỗi dòng một đối tượng"), "parquet": _("cho DuckDB, pandas, R"),
    }  # fmt: skip
    formats = [name for name in FileFormat.values if name != "xlsx" or version.row_count <= 1_048_575]
    return [
        {
            "title": str(FileFormat(name).label), "note": notes[name],
            "url": f"{data_path(dataset, name)}{suffix}",
        }
        for name in formats
    ]  # fmt: skip


def data_path(dataset: Dataset, file_format: str) -> str:
    """Return the path of the data in a format."""
    return f"/api/v1/datasets/{dataset.slug}/data.{file_format}"


def dictionary(dataset: Dataset, version: DatasetVersion) -> list[dict[str, Any]]:
    """Return the dictionary of a version."""
    rows = []
    for column in version.columns:
        said = dataset.dictionary.get(column["name"], {})
        rows.append(
            {
                "name": column["name"],
                "type": ColumnType(column["type"]).label,
                "unit": said.get("unit", "") or column.get("unit", ""),
                "description": said.get("description", "")
                or (said.get("title", "") if said.get("title") != column["name"] else ""),
                "empty": column["empty"],
                "distinct": column["distinct"],
                "range": f"{column['min'][:40]} – {column['max'][:40]}" if column["min"] else "",
            }
        )
    return rows


def table_query(params: QueryDict, version: DatasetVersion) -> tuple[DataQuery, dict[str, str]]:
    """Return the question that a page's address asks, and what is wrong with it; then everything is shown."""
    pairs = [
        (name, [value for value in values if value] or [""])
        for name, values in params.lists()
        if name not in PAGE_PARAMETERS and any(values)
    ]
    try:
        query = parse(pairs, version.column_types)
    except BadQuery as error:
        return parse([], version.column_types), error.errors
    if query.is_grouped or query.limit is not None or query.offset:
        return parse([], version.column_types), {"_group": _("Chỉ dùng được ở giao diện lập trình (API).")}
    return query, {}


def preview(
    request: HttpRequest, dataset: Dataset, version: DatasetVersion, query: DataQuery, page: int
) -> dict[str, Any]:
    """Return a page of the table with its headers, facets and neighbours."""
    parquet = version.files.parquet
    counted = compiler.count(query, parquet)
    total = engine.rows(counted.sql, counted.parameters)[0][0] if query.filters else version.row_count
    last = max(1, -(-total // PREVIEW_ROWS))
    page = min(page, last)
    asked = compiler.page(query, parquet, limit=PREVIEW_ROWS, offset=(page - 1) * PREVIEW_ROWS)
    by_name = {column["name"]: column for column in version.columns}
    columns = [by_name[name] for name, _kind in query.output]
    years = {column["name"]: is_year(column) for column in columns}
    rows = [
        [
            {
                "text": cell_in_words(cell, column, is_year=years[column["name"]]),
                "is_number": column["type"] in NUMERIC_TYPES,
            }
            for cell, column in zip(cells, columns, strict=True)
        ]
        for cells in engine.rows(asked.sql, asked.parameters)
    ]
    params = _params(request)
    return {
        "total": total,
        "heads": [_head(column, query, params) for column in columns],
        "rows": rows,
        "number": page,
        "last": last,
        "previous_url": _address(params, page=page - 1) if page > 1 else "",
        "next_url": _address(params, page=page + 1) if page < last else "",
        "facets": _facets(query, version, params),
        "active": _active(params),
        "clear_url": _address([pair for pair in params if pair[0] in PAGE_PARAMETERS]) or request.path,
        "csv_url": _data_address(dataset, version, params, "csv"),
        "json_url": _data_address(dataset, version, params, "json"),
    }


def _params(request: HttpRequest) -> list[tuple[str, str]]:
    return [(n, v) for n, values in request.GET.lists() for v in values if v and n != "page"]


def _address(params: list[tuple[str, str]], *, page: int = 1) -> str:
    pairs = [*params, *([("page", str(page))] if page > 1 else [])]
    return f"?{urlencode(pairs)}#so-lieu" if pairs else "?#so-lieu"


def _data_address(
    dataset: Dataset, version: DatasetVersion, params: list[tuple[str, str]], file_format: str
) -> str:
    pairs = [pair for pair in params if pair[0] not in PAGE_PARAMETERS]
    if version.pk != dataset.current_id:
        pairs.append(("version", str(version.number)))
    query = urlencode(pairs)
    return data_path(dataset, file_format) + (f"?{query}" if query else "")


def _head(column: dict[str, Any], query: DataQuery, params: list[tuple[str, str]]) -> dict[str, Any]:
    name = column["name"]
    current = next((order for order in query.order if order.name == name), None)
    wanted = f"-{name}" if current and not current.is_descending else name
    rest = [pair for pair in params if pair[0] != "_order"]
    return {
        "name": name,
        "url": _address([*rest, ("_order", wanted)]),
        "sort": "" if current is None else "descending" if current.is_descending else "ascending",
        "is_number": column["type"] in NUMERIC_TYPES,
    }


def facet_columns(version: DatasetVersion) -> list[str]:
    """Return the columns whose values are few enough to choose from."""
    fitting = [
        column
        for column in version.columns
        if 2 <= column["distinct"] <= 1000
        and column["distinct"] * 2 <= version.row_count
        and (column["type"] in {ColumnType.STRING, ColumnType.BOOLEAN} or is_year(column))
    ]
    return [column["name"] for column in fitting[:_MOST_FACETS]]


def _facets(query: DataQuery, version: DatasetVersion, params: list[tuple[str, str]]) -> list[dict[str, Any]]:
    found = []
    for name in facet_columns(version):
        asked = compiler.facets(query, version.files.parquet, name, limit=_FACET_VALUES)
        rest = [pair for pair in params if pair[0] not in {name, f"{name}__isnull"}]
        chosen = {value for key, value in params if key == name}
        options = [
            {
                "label": str(value) if not isinstance(value, bool) else ("true" if value else "false"),
                "count": count,
                "url": _address(
                    [*rest, (name, str(value).lower() if isinstance(value, bool) else str(value))]
                ),
                "is_current": str(value) in chosen,
            }
            for value, count in engine.rows(asked.sql, asked.parameters)
            if value is not None
        ]
        found.append({"name": name, "options": options, "all_url": _address(rest) if chosen else ""})
    return found


_SIGNS = {
    "ne": "≠", "gt": ">", "gte": "≥", "lt": "<", "lte": "≤", "in": "∈", "contains": "∋", "startswith": "^",
    "isnull": "∅",
}  # fmt: skip


def _active(params: list[tuple[str, str]]) -> list[dict[str, str]]:
    active = []
    for pair in params:
        name, value = pair
        if name in PAGE_PARAMETERS or name.startswith("_"):
            continue
        column, mark, operator = name.rpartition("__")
        label = f"{column} {_SIGNS[operator]} {value}" if mark and operator in _SIGNS else f"{name}: {value}"
        active.append({"label": label, "remove_url": _address([p for p in params if p != pair])})
    return active


def chart_context(request: HttpRequest, dataset: Dataset, version: DatasetVersion) -> dict[str, Any]:
    """Return the chart of a page with the form that changes it."""
    params = {name: request.GET.get(name, "") for name in ("_x", "_y", "_fn", "_chart")}
    spec = charts.asked_spec(version, params)
    chart = charts.draw(version, spec) if spec else None
    figures = [c["name"] for c in version.columns if c["type"] in NUMERIC_TYPES and not is_year(c)]
    kept = {name: value for name, value in params.items() if value}
    if version.pk != dataset.current_id:
        kept["version"] = str(version.number)
    return {
        "chart": chart,
        "chart_x": [column["name"] for column in version.columns],
        "chart_y": figures,
        "chart_functions": [
            ("sum", _("tổng")), ("avg", _("trung bình")), ("min", _("nhỏ nhất")), ("max", _("lớn nhất")),
        ],
        "chart_query": urlencode(kept),
        "chart_path": reverse("datasets:chart", args=[dataset.slug]),
        "svg_path": reverse("datasets:svg", args=[dataset.slug]),
    }  # fmt: skip


def citation(dataset: Dataset, version: DatasetVersion) -> str:
    """Return how to cite a version."""
    publisher = f"{dataset.publisher_label}. " if dataset.publisher_label else ""
    day = format_date(timezone.localdate(version.created_at))
    return f"{publisher}{dataset.title}. Phiên bản {version.number}, {day}."
