"""Rows of a table as CKAN's DataStore gives them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson

from opendata.catalogue.ckan_parameters import Invalid, NotFound, flag, listed, number
from opendata.catalogue.ckan_records import resource_id
from opendata.datasets import compiler, engine
from opendata.datasets.enums import ColumnType, FileFormat
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.queries import MAX_VALUES, DataQuery, Filter, Order, typed
from search import vietnamese

MOST_ROWS = 32_000
_TYPES = {
    ColumnType.STRING: "text", ColumnType.INTEGER: "int8", ColumnType.NUMBER: "float8", ColumnType.BOOLEAN: "bool",
    ColumnType.DATE: "date", ColumnType.DATETIME: "timestamp",
}  # fmt: skip
_FORMATS = ("objects", "lists", "csv", "tsv")


def dataset_of(identifier: str, datasets: Sequence[tuple[int, str]]) -> int:
    """Return the key of the dataset that a resource is of."""
    for pk, slug in datasets:
        made = Dataset(slug=slug)
        if identifier == slug or any(resource_id(made, name) == identifier for name in FileFormat.values):
            return pk
    raise NotFound(f'Resource "{identifier[:100]}" was not found.')


def search(version: DatasetVersion, asked: Mapping[str, Any], address: str) -> dict[str, Any]:
    """Return the rows that are asked for."""
    limit = min(number(asked, "limit", 100), MOST_ROWS)
    offset = number(asked, "offset", 0)
    output = asked.get("records_format") or "objects"
    if output not in _FORMATS:
        raise Invalid({"records_format": [f"Value must be one of {', '.join(_FORMATS)}"]})
    query = _query(version, asked)
    parquet = version.files.parquet
    rows = compiler.page(query, parquet, limit=limit, offset=offset, is_counted=query.is_grouped)
    counted = compiler.count(query, parquet)
    is_known = not (query.filters or query.words or query.is_grouped)
    names = [name for name, _kind in query.output]
    total, body = engine.records(
        sql=rows.sql, parameters=rows.parameters, names=names,
        count_sql=f"SELECT {int(version.row_count)}" if is_known else counted.sql,
        count_parameters=() if is_known else counted.parameters, is_counted=query.is_grouped,
    )  # fmt: skip
    records = orjson.loads(body)
    said: dict[str, Any] = {
        "include_total": flag(asked, "include_total", True),
        "limit": limit,
        "offset": offset,
        "records_format": output,
        "resource_id": asked.get("resource_id"),
        "total_estimation_threshold": None,
        "records": _written(records, names, output),
        "fields": [{"id": name, "type": _TYPES[ColumnType(kind)]} for name, kind in query.output],
        "_links": _links(asked, address, limit, offset),
    }
    if said["include_total"]:
        said |= {"total": total, "total_was_estimated": False}
    return said


def _query(version: DatasetVersion, asked: Mapping[str, Any]) -> DataQuery:
    columns = tuple(version.column_types)
    known = {vietnamese.normalize(name): name for name, _kind in columns}
    types = dict(columns)

    def column(name: str, parameter: str) -> str:
        found = known.get(vietnamese.normalize(name))
        if found is None:
            raise Invalid({parameter: [f'field "{name[:100]}" not in table']})
        return found

    filters: list[Filter] = []
    words: list[str] = []
    for name, value in _object(asked, "filters").items():
        values = value if isinstance(value, list) else [value]
        filters.append(_filter(column(str(name), "filters"), values, types))
    question = asked.get("q") or ""
    if isinstance(question, str) and question.lstrip().startswith("{"):
        question = _object(asked, "q")
    if isinstance(question, dict):
        filters += [
            Filter(column(str(name), "q"), "contains", vietnamese.normalize(str(value)))
            for name, value in question.items()
        ]
    else:
        words = vietnamese.fold(str(question)).replace(":*", " ").split()[:12]
    select = tuple(dict.fromkeys(column(name, "fields") for name in listed(asked, "fields", known)))
    order = []
    for part in listed(asked, "sort", known, ("asc", "desc")):
        name, _blank, direction = part.rpartition(" ")
        is_named = direction.lower() in {"asc", "desc"} and bool(name)
        order.append(
            Order(
                column(name.strip().strip('"') if is_named else part, "sort"),
                is_named and direction.lower() == "desc",
            )
        )
    if flag(asked, "distinct", False):
        return DataQuery(columns=columns, filters=tuple(filters), words=tuple(words),
                         group=select or tuple(types), order=tuple(order))  # fmt: skip
    return DataQuery(
        columns=columns, filters=tuple(filters), words=tuple(words), select=select, order=tuple(order)
    )


def _filter(name: str, values: list[Any], types: Mapping[str, str]) -> Filter:
    if values == [None] or values == []:
        return Filter(name, "isnull", bool(values))
    if len(values) > MAX_VALUES:
        raise Invalid({"filters": ["Too many values"]})
    try:
        wanted = tuple(typed(_text(value), types[name]) for value in values)
    except ValueError as error:
        raise Invalid({"filters": [f"{name}: {error}"]}) from error
    return Filter(name, "in", wanted)


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        raise ValueError("invalid value")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _object(asked: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = asked.get(name) or {}
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, dict):
        raise Invalid({name: ["Not a valid JSON object"]})
    return value


def _written(records: list[dict[str, Any]], names: list[str], output: str) -> Any:
    if output == "objects":
        return records
    rows = [[record[name] for name in names] for record in records]
    if output == "lists":
        return rows
    text = io.StringIO()
    csv.writer(text, delimiter="\t" if output == "tsv" else ",", lineterminator="\n").writerows(rows)
    return text.getvalue()


def _links(asked: Mapping[str, Any], address: str, limit: int, offset: int) -> dict[str, str]:
    kept = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in asked.items() if name != "offset"
    }  # fmt: skip
    start = f"{address}?{urlencode(kept)}"
    following = f"{address}?{urlencode(kept | {'offset': offset + limit})}"
    links = {"start": start, "next": following}
    if offset:
        links["prev"] = f"{address}?{urlencode(kept | {'offset': max(0, offset - limit)})}"
    return links
