"""Observations of a cube: which are asked for, read from the table, in the order of their series."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from opendata.catalogue.sdmx.cubes import INDICATOR, Cube, Dimension, value_text
from opendata.catalogue.sdmx.problems import bad_syntax, no_results, too_large
from opendata.datasets import compiler, engine
from opendata.datasets.enums import ColumnType
from opendata.datasets.models import DatasetVersion
from opendata.datasets.queries import DataQuery, Filter, Order, typed

#: Observations of one answer.
MOST = 200_000
_PERIOD = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2})(?:T.*)?)?|Q([1-4])|S([12])|W\d{2}))?")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What part of a cube is asked for: a key, a span of time, how many observations of each series."""

    key: str = ""
    start: str = ""
    end: str = ""
    first: int | None = None
    last: int | None = None


#: A series by its key, one code a dimension and the indicator last: pairs of period and value, None without values.
Series = dict[tuple[str, ...], list[tuple[str, Any]]]


def series(cube: Cube, version: DatasetVersion, asked: Asked) -> Series:
    """Return the series asked for with their observations; raise `SdmxError` when there are none or too many."""
    filters, measures = _chosen(cube, asked)
    columns = [dimension.column for dimension in cube.dimensions]
    if cube.time:
        columns.append(cube.time.column)
        filters += _span(cube.time, asked)
    query = DataQuery(
        columns=tuple(version.column_types),
        filters=tuple(filters),
        select=(*columns, *(name for _code, name in measures)),
        order=tuple(Order(name) for name in columns),
    )
    parquet = version.files.parquet
    counted = compiler.count(query, parquet)
    ((rows,),) = engine.rows(counted.sql, counted.parameters)
    if rows * len(measures) > MOST:
        raise too_large(f"{rows * len(measures)} observations; at most {MOST} in one answer")
    statement = compiler.page(query, parquet, limit=None, offset=0)
    found: Series = {}
    for row in engine.rows(statement.sql, statement.parameters):
        key = tuple(
            dimension.codes[value_text(value)] for dimension, value in zip(cube.dimensions, row, strict=False)
        )
        period = value_text(row[len(cube.dimensions)]) if cube.time else ""
        for (code, _name), value in zip(measures, row[len(columns) :], strict=True):
            if value is not None:
                found.setdefault((*key, code), []).append((period, value))
    if not found:
        raise no_results()
    return _shortened(found, asked)


def _shortened(found: Series, asked: Asked) -> Series:
    if asked.first is not None:
        return {key: rows[: asked.first] for key, rows in found.items()}
    if asked.last is not None:
        return {key: rows[-asked.last :] if asked.last else [] for key, rows in found.items()}
    return found


def _chosen(cube: Cube, asked: Asked) -> tuple[list[Filter], list[tuple[str, str]]]:
    measures = [(code, name) for code, name, _unit in cube.measures]
    if asked.key in {"", "all", "ALL"}:
        return [], measures
    parts = asked.key.split(".")
    wanted_parts = len(cube.dimensions) + 1
    if len(parts) != wanted_parts:
        ids = ".".join([*(dimension.id for dimension in cube.dimensions), INDICATOR])
        raise bad_syntax(f"the key has {len(parts)} parts, not {wanted_parts}: {ids}")
    filters = []
    for dimension, part in zip(cube.dimensions, parts, strict=False):
        if codes := _codes(part):
            texts = [text for text, code in dimension.codes.items() if code in codes]
            filters.append(
                Filter(dimension.column, "in", tuple(typed(text, dimension.type) for text in texts))
            )
    if codes := _codes(parts[-1]):
        measures = [(code, name) for code, name in measures if code in codes]
        if not measures:
            raise no_results()
    return filters, measures


def _codes(part: str) -> set[str]:
    return {code for code in part.split("+") if code and code != "*"}


def _span(time: Dimension, asked: Asked) -> list[Filter]:
    filters = []
    for text, operator, is_end in ((asked.start, "gte", False), (asked.end, "lte", True)):
        if text:
            filters.append(Filter(time.column, operator, _bound(text, time, is_end=is_end)))
    return filters


def _bound(text: str, time: Dimension, *, is_end: bool) -> Any:
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise bad_syntax(f"{text} is no period")
    year = int(match[1])
    if time.type == ColumnType.INTEGER:
        return year
    month, last = int(match[2] or 0), int(match[2] or 12)
    if match[4]:
        month, last = int(match[4]) * 3 - 2, int(match[4]) * 3
    elif match[5]:
        month, last = int(match[5]) * 6 - 5, int(match[5]) * 6
    try:
        if match[3]:
            day = date(year, month, int(match[3]))
        elif is_end:
            day = date(year, last, calendar.monthrange(year, last)[1])
        else:
            day = date(year, month or 1, 1)
    except (ValueError, calendar.IllegalMonthError) as error:
        raise bad_syntax(f"{text} is no period") from error
    moment = "T23:59:59" if is_end else "T00:00:00"
    return typed(day.isoformat() + (moment if time.type == ColumnType.DATETIME else ""), time.type)


def ids_of(cube: Cube) -> list[str]:
    """Return the identifiers of the parts of a series' key, in order."""
    return [*(dimension.id for dimension in cube.dimensions), INDICATOR]


def keyed(ids: Sequence[str], key: Sequence[str]) -> Mapping[str, str]:
    """Return a series' key by the identifiers of its parts."""
    return dict(zip(ids, key, strict=True))
