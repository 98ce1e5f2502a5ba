"""A question to a table as SQL: names quoted, values bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opendata.datasets.enums import SQL_TYPES, ColumnType
from opendata.datasets.queries import Aggregate, DataQuery, Filter, bound
from opendata.datasets.sql import identifier, literal
from opendata.datasets.storage import projection

_COMPARISONS = {"eq": "=", "ne": "<>", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_ROW = "file_row_number"


@dataclass(frozen=True)
class Statement:
    """SQL with its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()


def source_of(parquet: Path, columns: Sequence[tuple[str, str]] = ()) -> str:
    """Return a table as SQL, its rows numbered as they stand in the file."""
    if any(name.casefold() == _ROW for name, _kind in columns):
        # A table may have a column of this very name; it keeps its rows' order without ours.
        return f"read_parquet({literal(str(parquet))})"
    return f"read_parquet({literal(str(parquet))}, {_ROW}=true)"


def page(
    query: DataQuery,
    parquet: Path,
    *,
    limit: int | None,
    offset: int,
    file_format: str = "json",
    is_counted: bool = False,
) -> Statement:
    """Return the rows of an answer in its order; with `is_counted` each ends with the number of all of them."""
    where, parameters = _where(query)
    source = source_of(parquet, query.columns)
    if query.is_grouped:
        inner = f"SELECT {_grouped(query)} FROM {source}{where}{_group_by(query)}"
        total = ", count(*) OVER ()" if is_counted else ""
        sql = f"SELECT {projection(query.output, file_format)}{total} FROM ({inner}){_order_groups(query)}"
    else:
        sql = (
            f"SELECT {projection(query.output, file_format)} FROM {source}{where}{_order_rows(query, source)}"
        )
    if limit is not None:
        sql += f" LIMIT {int(limit)}"
    if offset:
        sql += f" OFFSET {int(offset)}"
    return Statement(sql, tuple(parameters))


def count(query: DataQuery, parquet: Path) -> Statement:
    """Return how many rows an answer has in all."""
    where, parameters = _where(query)
    source = source_of(parquet, query.columns)
    if query.is_grouped:
        inner = f"SELECT {_grouped(query)} FROM {source}{where}{_group_by(query)}"
        return Statement(f"SELECT count(*) FROM ({inner})", tuple(parameters))
    return Statement(f"SELECT count(*) FROM {source}{where}", tuple(parameters))


def facets(query: DataQuery, parquet: Path, column: str, *, limit: int) -> Statement:
    """Return the commonest values of a column with their counts; the column's own filters do not count."""
    others = tuple(item for item in query.filters if item.column != column)
    where, parameters = _where_of(others, query.types)
    name = identifier(column)
    return Statement(
        f"SELECT {name}, count(*) AS n FROM {source_of(parquet, query.columns)}{where} "
        f"GROUP BY 1 ORDER BY n DESC, 1 NULLS LAST LIMIT {int(limit)}",
        tuple(parameters),
    )


def _where(query: DataQuery) -> tuple[str, list[Any]]:
    where, parameters = _where_of(query.filters, query.types)
    for word in query.words:
        cells = " OR ".join(f"contains({_folded(name)}, CAST(? AS VARCHAR))" for name in query.types)
        where += f"{' AND' if where else ' WHERE'} ({cells})"
        parameters += [word] * len(query.types)
    return where, parameters


def _folded(name: str) -> str:
    return f"replace(strip_accents(lower(CAST({identifier(name)} AS VARCHAR))), 'đ', 'd')"


def _where_of(filters: Sequence[Filter], types: dict[str, str]) -> tuple[str, list[Any]]:
    conditions, parameters = [], []
    for item in filters:
        condition, values = _condition(item, types[item.column])
        conditions.append(condition)
        parameters += values
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), parameters


def _condition(item: Filter, kind: str) -> tuple[str, list[Any]]:
    name = identifier(item.column)
    if item.operator == "isnull":
        return f"{name} IS {'' if item.value else 'NOT '}NULL", []
    if item.operator in {"contains", "startswith"}:
        function = "contains" if item.operator == "contains" else "starts_with"
        text = name if kind == ColumnType.STRING else f"CAST({name} AS VARCHAR)"
        return f"{function}({text}, CAST(? AS VARCHAR))", [item.value]
    if item.operator == "in":
        if not item.value:
            return "false", []
        marks = ", ".join(_mark(value, kind) for value in item.value)
        return f"{name} IN ({marks})", [bound(value) for value in item.value]
    return f"{name} {_COMPARISONS[item.operator]} {_mark(item.value, kind)}", [bound(item.value)]


def _mark(value: Any, kind: str) -> str:
    """Return the place of a value, in its column's type; a whole number may be compared with a fraction."""
    if kind == ColumnType.INTEGER and isinstance(value, float):
        return "CAST(? AS DOUBLE)"
    return f"CAST(? AS {SQL_TYPES[kind]})"


def _aggregate(item: Aggregate) -> str:
    name = identifier(item.column)
    if item.function == "count":
        return f"count({name})" if item.column else "count(*)"
    if item.function == "count_distinct":
        return f"count(DISTINCT {name})"
    return f"{item.function}({name})"


def _grouped(query: DataQuery) -> str:
    return ", ".join(
        [
            *(identifier(name) for name in query.group),
            *(f"{_aggregate(item)} AS {identifier(item.key)}" for item in query.aggregates),
        ]
    )


def _group_by(query: DataQuery) -> str:
    return f" GROUP BY {', '.join(identifier(name) for name in query.group)}" if query.group else ""


def _order_groups(query: DataQuery) -> str:
    wanted = [_direction(order.name, order.is_descending) for order in query.order]
    # Groups have no order of their own: they follow their columns, so that pages fit together.
    rest = [name for name in query.group if name not in {order.name for order in query.order}]
    parts = [*wanted, *(_direction(name, is_descending=False) for name in rest)]
    return f" ORDER BY {', '.join(parts)}" if parts else ""


def _order_rows(query: DataQuery, source: str) -> str:
    if not query.order:
        return ""
    parts = [_direction(order.name, order.is_descending) for order in query.order]
    if _ROW in source:
        parts.append(_ROW)
    return f" ORDER BY {', '.join(parts)}"


def _direction(name: str, is_descending: bool) -> str:
    return f"{identifier(name)} {'DESC' if is_descending else 'ASC'} NULLS LAST"
