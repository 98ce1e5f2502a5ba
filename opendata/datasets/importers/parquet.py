"""Parquet files: their types are known; the few that a table of ours cannot hold are refused by name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from opendata.datasets import engine
from opendata.datasets.enums import ColumnType
from opendata.datasets.importers.errors import FileRefused
from opendata.datasets.sql import identifier, literal

_INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
_FLOATS = {"FLOAT", "DOUBLE"}
_MOMENTS = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}


def describe(path: Path, *, rows: int) -> tuple[list[tuple[str, ColumnType]], int, str, list[list[str]]]:
    """Return the columns, the number of rows, what selects them in our types, and the first rows as text."""
    source = f"read_parquet({literal(str(path))})"
    try:
        described = engine.build(f"DESCRIBE SELECT * FROM {source}", [path.parent])
        counted = engine.build(f"SELECT count(*) FROM {source}", [path.parent])
    except engine.QueryFailed as error:
        raise FileRefused(_("Không đọc được tệp Parquet: tệp bị hỏng hoặc không đúng định dạng.")) from error
    columns, parts = [], []
    for name, kind, *_rest in described:
        column_type, expression = _converted(name, kind)
        columns.append((name, column_type))
        parts.append(f"{expression} AS {identifier(name)}")
    selection = f"SELECT {', '.join(parts)} FROM {source}"
    shown = engine.build(f"{selection} LIMIT {rows}", [path.parent])
    return columns, counted[0][0], selection, [["" if v is None else str(v) for v in row] for row in shown]


def _converted(name: str, kind: str) -> tuple[ColumnType, str]:
    column = identifier(name)
    plain: dict[str, Any] = dict.fromkeys(_INTEGERS, (ColumnType.INTEGER, f"{column}::BIGINT"))
    # JSON knows no infinite number and none that is not one.
    plain |= dict.fromkeys(
        _FLOATS, (ColumnType.NUMBER, f"CASE WHEN isfinite({column}) THEN {column}::DOUBLE END")
    )
    plain |= dict.fromkeys(_MOMENTS, (ColumnType.DATETIME, f"{column}::TIMESTAMP"))
    plain |= {
        "VARCHAR": (ColumnType.STRING, f"nullif(nfc_normalize({column}), '')"),
        "UUID": (ColumnType.STRING, f"{column}::VARCHAR"),
        "TIME": (ColumnType.STRING, f"{column}::VARCHAR"),
        "BOOLEAN": (ColumnType.BOOLEAN, column),
        "DATE": (ColumnType.DATE, column),
        "TIMESTAMP WITH TIME ZONE": (ColumnType.DATETIME, f"({column} AT TIME ZONE 'UTC')::TIMESTAMP"),
        "UBIGINT": (ColumnType.STRING, f"{column}::VARCHAR"),
        "HUGEINT": (ColumnType.STRING, f"{column}::VARCHAR"),
        "NULL": (ColumnType.STRING, f"{column}::VARCHAR"),
        '"NULL"': (ColumnType.STRING, f"{column}::VARCHAR"),
    }
    if kind in plain:
        column_type, expression = plain[kind]
        return column_type, expression
    if kind.startswith("ENUM("):
        return ColumnType.STRING, f"{column}::VARCHAR"
    if match := re.fullmatch(r"DECIMAL\(([0-9]+),([0-9]+)\)", kind):
        is_whole = int(match[2]) == 0 and int(match[1]) <= 18
        return (
            (ColumnType.INTEGER, f"{column}::BIGINT")
            if is_whole
            else (ColumnType.NUMBER, f"{column}::DOUBLE")
        )
    raise FileRefused(
        _("Cột “%(column)s” (dòng 1 trở đi) có kiểu %(kind)s, không phải là chữ, số, ngày hay đúng sai.")
        % {"column": name, "kind": kind}
    )
