"""Rows of a table as CKAN's DataStore gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from django.utils.translation import gettext as _

from opendata.catalogue.packages import field_record
from opendata.catalogue.problems import Refused
from opendata.catalogue.values import flag, mapping, names, number, text
from opendata.datasets import compiler, engine
from opendata.datasets.models import DatasetVersion
from opendata.datasets.queries import DataQuery, Filter, Order, typed
from search import vietnamese

#: CKAN's own limits: without `limit`, and at most.
_ROWS, _MOST_ROWS = 100, 32_000
_MOST_VALUES = 1000


def datastore_search(version: DatasetVersion, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return one window of rows; raise `Refused` for what does not fit the table."""
    limit = number(given, "limit", default=_ROWS, most=_MOST_ROWS)
    offset = number(given, "offset", default=0)
    types = dict(version.column_types)
    columns = names(given, "fields")
    if unknown := [name for name in columns if name not in types]:
        raise Refused({"fields": [_unknown(unknown[0])]})
    query = DataQuery(
        columns=tuple(version.column_types),
        filters=tuple(_filters(mapping(given, "filters"), types)),
        words=tuple(vietnamese.fold(_words(given)).split()[:12]),
        select=tuple(dict.fromkeys(columns)),
        order=tuple(_order(given, types)),
        limit=limit,
        offset=offset,
    )
    parquet = version.files.parquet
    rows = compiler.page(query, parquet, limit=limit, offset=offset)
    counted = compiler.count(query, parquet)
    output = query.output
    total, body = engine.records(
        sql=rows.sql,
        parameters=rows.parameters,
        names=[name for name, _kind in output],
        count_sql=counted.sql,
        count_parameters=counted.parameters,
        is_counted=False,
    )
    records = orjson.loads(body)
    answer: dict[str, Any] = {
        "resource_id": text(given, "resource_id") or text(given, "id"),
        "fields": [field_record(name, kind) for name, kind in output],
        "records_format": "objects",
        "records": records,
        "limit": limit,
        "offset": offset,
        "include_total": True,
        "total": total,
        "total_was_estimated": False,
        "_links": _links(given, offset, limit),
    }
    if text(given, "records_format") == "lists":
        answer |= {"records_format": "lists", "records": [list(record.values()) for record in records]}
    if "include_total" in given and not flag(given, "include_total"):
        del answer["total"]
        answer["include_total"] = False
    return answer


def _words(given: Mapping[str, Any]) -> str:
    value = given.get("q")
    if isinstance(value, dict):
        raise Refused({"q": [_("Chỉ nhận một chuỗi ký tự; dùng filters để lọc theo cột.")]})
    return text(given, "q")


def _filters(wanted: Mapping[str, Any], types: Mapping[str, str]) -> list[Filter]:
    filters = []
    for name, value in wanted.items():
        if name not in types:
            raise Refused({"filters": [_unknown(name)]})
        values = value if isinstance(value, list) else [value]
        if len(values) > _MOST_VALUES or any(isinstance(item, list | dict) for item in values):
            raise Refused({"filters": [_("Giá trị của %(name)s không hợp lệ.") % {"name": name}]})
        if values == [None]:
            filters.append(Filter(name, "isnull", True))
            continue
        try:
            read = tuple(typed(_text(item), types[name]) for item in values)
        except ValueError as error:
            raise Refused({"filters": [f"{name}: {error}"]}) from error
        filters.append(Filter(name, "in", read))
    return filters


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _order(given: Mapping[str, Any], types: Mapping[str, str]) -> list[Order]:
    order = []
    for part in names(given, "sort"):
        name, _blank, direction = part.rpartition(" ")
        if part in types:
            name, direction = part, "asc"
        name = name.strip().strip('"')
        if name not in types or direction.lower() not in {"asc", "desc"}:
            raise Refused({"sort": [_unknown(part)]})
        order.append(Order(name, is_descending=direction.lower() == "desc"))
    return order


def _unknown(name: str) -> str:
    return _("Không có cột “%(name)s”.") % {"name": name}


def _links(given: Mapping[str, Any], offset: int, limit: int) -> dict[str, str]:
    kept = {
        name: value
        for name, value in given.items()
        if name not in {"offset", "limit"} and isinstance(value, str)
    }
    start = f"/api/3/action/datastore_search?{urlencode(kept | {'limit': limit})}"
    return {"start": start, "next": f"{start}&offset={offset + limit}"}
