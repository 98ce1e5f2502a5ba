"""A dataset in the words of other standards: Frictionless Data Package, CSV on the Web, JSON-stat 2.0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opendata.datasets import engine
from opendata.datasets.compiler import source_of
from opendata.datasets.enums import LICENCE_URLS, NUMERIC_TYPES, ColumnType
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.sql import identifier

#: A cube of more cells is no answer for one request.
MAX_CELLS = 2_000_000
_CSVW_TYPES = {
    ColumnType.STRING: "string", ColumnType.INTEGER: "integer", ColumnType.NUMBER: "double",
    ColumnType.BOOLEAN: "boolean", ColumnType.DATE: "date", ColumnType.DATETIME: "dateTime",
}  # fmt: skip


class NoCube(ValueError):
    """A table that is no cube; its text says why."""


def table_schema(dataset: Dataset, version: DatasetVersion) -> dict[str, Any]:
    """Return the dictionary of a version as Table Schema."""
    stated = {field["name"]: field for field in dataset.table_schema.get("fields", [])}
    fields = []
    for column in version.columns:
        said = dataset.dictionary.get(column["name"], {})
        field: dict[str, Any] = {"name": column["name"], "type": column["type"]}
        if column["type"] == ColumnType.DATETIME:
            field["format"] = "any"
        for key in ("title", "description", "unit"):
            if said.get(key):
                field[key] = said[key]
        if constraints := stated.get(column["name"], {}).get("constraints"):
            field["constraints"] = constraints
        fields.append(field)
    return {"fields": fields, "missingValues": [""]}


def data_package(dataset: Dataset, version: DatasetVersion, data_url: str, page_url: str) -> dict[str, Any]:
    """Return a Data Package whose one resource is the CSV; `data_url` is the address of the data without extension."""
    suffix = "" if version.pk == dataset.current_id else f"?version={version.number}"
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": dataset.slug,
        "id": page_url,
        "title": dataset.title,
        "description": dataset.description,
        "homepage": page_url,
        "version": str(version.number),
        "created": version.created_at.isoformat(),
        "keywords": dataset.keyword_list,
        "licenses": [_licence(dataset)],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": dataset.slug,
                "path": f"{data_url}.csv{suffix}",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8-sig",
                "dialect": {"delimiter": ",", "header": True},
                "schema": table_schema(dataset, version),
            }
        ],
    }
    if dataset.source_name or dataset.source_url:
        source = {"title": dataset.source_name or dataset.source_url}
        package["sources"] = [source | ({"path": dataset.source_url} if dataset.source_url else {})]
    if dataset.publisher_label:
        package["contributors"] = [{"title": dataset.publisher_label, "role": "publisher"}]
    return {key: value for key, value in package.items() if value not in ("", [])}


def _licence(dataset: Dataset) -> dict[str, str]:
    licence = {"name": dataset.licence, "title": str(dataset.get_licence_display())}
    url = LICENCE_URLS.get(dataset.licence)
    return licence | ({"path": url} if url else {})


def csvw(dataset: Dataset, version: DatasetVersion, data_url: str) -> dict[str, Any]:
    """Return the CSVW metadata of the CSV."""
    suffix = "" if version.pk == dataset.current_id else f"?version={version.number}"
    columns = []
    for place, column in enumerate(version.columns, 1):
        said = dataset.dictionary.get(column["name"], {})
        described = {
            "name": f"c{place}",
            "titles": [column["name"]],
            "datatype": _CSVW_TYPES[ColumnType(column["type"])],
            "null": [""],
        }
        if said.get("description"):
            described["dc:description"] = said["description"]
        columns.append(described)
    metadata: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "url": f"{data_url}.csv{suffix}",
        "dc:title": dataset.title,
        "dc:modified": {"@value": version.created_at.date().isoformat(), "@type": "xsd:date"},
        "dialect": {"encoding": _encoding(version), "header": True, "delimiter": ","},
        "tableSchema": {"columns": columns},
    }
    if dataset.description:
        metadata["dc:description"] = dataset.description
    if url := LICENCE_URLS.get(dataset.licence):
        metadata["dc:license"] = {"@id": url}
    if dataset.publisher_label:
        metadata["dc:publisher"] = dataset.publisher_label
    return metadata


def _encoding(version: DatasetVersion) -> str:
    """Return how the CSV is to be read: before a quoted header its byte order mark must not count as a letter."""
    is_quoted = any(sign in version.columns[0]["name"] for sign in ',"\r\n')
    return "utf-8-sig" if is_quoted else "utf-8"


def is_year(column: dict[str, Any]) -> bool:
    """Whether a column of whole numbers holds years."""
    if column["type"] != ColumnType.INTEGER or not column["min"]:
        return False
    return int(column["min"]) >= 1800 and int(column["max"]) <= 2200


def split_roles(version: DatasetVersion) -> tuple[list[str], list[str]]:
    """Return the columns that say what a figure is about, and those that are figures."""
    dimensions: list[str] = []
    measures: list[str] = []
    for column in version.columns:
        is_figure = column["type"] in NUMERIC_TYPES and not is_year(column)
        (measures if is_figure else dimensions).append(column["name"])
    return dimensions, measures


def json_stat(
    dataset: Dataset,
    version: DatasetVersion,
    page_url: str,
    *,
    dimensions: Sequence[str],
    measures: Sequence[str],
    remarks: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the table as a JSON-stat cube of these columns; raise `NoCube` where it is none or too large."""
    by_name = {column["name"]: column for column in version.columns}
    sizes = [max(1, by_name[name]["distinct"]) for name in dimensions]
    cells = len(measures)
    for size in sizes:
        cells *= size
    if cells > MAX_CELLS:
        raise NoCube(f"{cells} cells")
    cube = _cube(dataset, version, page_url, list(dimensions), list(measures), by_name)
    if remarks:
        cube["note"] = [f"Các cột không nằm trong khối: {', '.join(remarks)}."]
    return cube


def _cube(
    dataset: Dataset, version: DatasetVersion, page_url: str, dimensions: list[str], measures: list[str],
    by_name: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    columns = ", ".join(identifier(name) for name in (*dimensions, *measures))
    rows = engine.rows(f"SELECT {columns} FROM {source_of(version.files.parquet, version.column_types)}")
    places: list[dict[str, int]] = [{} for _dimension in dimensions]
    for row in rows:
        for place, value in zip(places, row, strict=False):
            place.setdefault(_text(value), len(place))
    for number, name in enumerate(dimensions):
        if is_year(by_name[name]) or by_name[name]["type"] in {ColumnType.DATE, ColumnType.DATETIME}:
            places[number] = {text: index for index, text in enumerate(sorted(places[number]))}
    sizes = [len(place) for place in places] + [len(measures)]
    values: dict[str, float] = {}
    seen: set[int] = set()
    for row in rows:
        cell = 0
        for place, value in zip(places, row, strict=False):
            cell = cell * len(place) + place[_text(value)]
        if cell in seen:
            raise NoCube("several rows say the same")
        seen.add(cell)
        for number, figure in enumerate(row[len(dimensions) :]):
            if figure is not None:
                values[str(cell * len(measures) + number)] = figure
    ids = [f"d{number}" for number in range(1, len(dimensions) + 1)]
    described: dict[str, Any] = {
        key: {"label": name, "category": {"index": list(place), "label": {text: text for text in place}}}
        for key, name, place in zip(ids, dimensions, places, strict=True)
    }
    units = {name: (dataset.dictionary.get(name) or {}).get("unit", "") for name in measures}
    decimals = {
        name: max((_decimals(row[place]) for row in rows), default=0)
        for place, name in enumerate(measures, len(dimensions))
    }
    described["metric"] = {
        "label": "Chỉ tiêu",
        "category": {
            "index": [f"m{number}" for number in range(1, len(measures) + 1)],
            "label": {f"m{number}": name for number, name in enumerate(measures, 1)},
            "unit": {
                f"m{number}": {"label": units[name], "decimals": decimals[name]}
                for number, name in enumerate(measures, 1)
                if units[name]
            },
        },
    }
    if not described["metric"]["category"]["unit"]:
        del described["metric"]["category"]["unit"]
    times = [
        key
        for key, name in zip(ids, dimensions, strict=True)
        if is_year(by_name[name]) or by_name[name]["type"] in {ColumnType.DATE, ColumnType.DATETIME}
    ]
    total = 1
    for size in sizes:
        total *= size
    is_dense = len(values) * 2 >= total
    return {
        "version": "2.0",
        "class": "dataset",
        "href": page_url,
        "label": dataset.title,
        "source": dataset.source_name or dataset.publisher_label,
        "updated": version.created_at.isoformat(),
        "id": [*ids, "metric"],
        "size": sizes,
        "role": {"metric": ["metric"]} | ({"time": times} if times else {}),
        "dimension": described,
        "value": [values.get(str(number)) for number in range(total)] if is_dense else values,
    }


def _decimals(value: Any) -> int:
    """Return how many digits a figure has after the point, as it is written out."""
    digits = repr(value).partition("e")[0].partition(".")[2] if isinstance(value, float) else ""
    return len(digits.rstrip("0"))


def _text(value: Any) -> str:
    if value is None:
        return "_Z"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
