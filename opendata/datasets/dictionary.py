"""The dictionary of a table as Table Schema: read off a file, or stated and then met by every file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from opendata.datasets import engine
from opendata.datasets.enums import NUMERIC_TYPES, ColumnType
from opendata.datasets.importers.errors import FileRefused
from opendata.datasets.importers.reading import Field
from opendata.datasets.sql import identifier, literal

#: Types of Table Schema that are one of ours.
_TYPES = {
    "string": ColumnType.STRING, "integer": ColumnType.INTEGER, "number": ColumnType.NUMBER,
    "boolean": ColumnType.BOOLEAN, "date": ColumnType.DATE, "datetime": ColumnType.DATETIME,
    "year": ColumnType.INTEGER, "any": ColumnType.STRING,
}  # fmt: skip
#: A column of whole numbers also meets a schema that asks for numbers.
_MEETS = {(ColumnType.INTEGER, ColumnType.NUMBER)}


def read_schema(path: Path) -> dict[str, Any]:
    """Return a Table Schema from its file; raise `FileRefused` for what is none."""
    try:
        schema = json.loads(path.read_text(encoding="utf-8-sig"))
        fields = schema["fields"]
        known = all(
            isinstance(field["name"], str) and field.get("type", "string") in _TYPES for field in fields
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileRefused(_("Tệp Table Schema không đọc được: %(error)s.") % {"error": error}) from error
    if not known:
        raise FileRefused(
            _("Table Schema có kiểu không được hỗ trợ; các kiểu: %(types)s.") % {"types": ", ".join(_TYPES)}
        )
    return dict(schema)


def texts_of(schema: dict[str, Any]) -> frozenset[str]:
    """Return the columns that a schema calls words."""
    return frozenset(
        field["name"]
        for field in schema.get("fields", [])
        if field.get("type", "string") in {"string", "any"}
    )


def check_fields(fields: list[Field], schema: dict[str, Any]) -> None:
    """Raise `FileRefused` unless a file has the columns of a schema in its types."""
    found = {field.name: field.type for field in fields}
    for wanted in schema.get("fields", []):
        name, kind = wanted["name"], _TYPES[wanted.get("type", "string")]
        if name not in found:
            raise FileRefused(
                _("Dòng tiêu đề thiếu cột “%(column)s” mà từ điển dữ liệu đòi hỏi.") % {"column": name}
            )
        if found[name] != kind and (found[name], kind) not in _MEETS:
            raise FileRefused(
                _("Cột “%(column)s” (từ dòng 1) là %(found)s, trong khi từ điển dữ liệu ghi %(wanted)s.")
                % {"column": name, "found": found[name].label, "wanted": kind.label}
            )


def check_constraints(parquet: Path, fields: list[Field], schema: dict[str, Any]) -> None:
    """Raise `FileRefused` for the first row that breaks a constraint of a schema."""
    types = {field.name: field.type for field in fields}
    source = f"read_parquet({literal(str(parquet))}, file_row_number=true)"
    for wanted in schema.get("fields", []):
        name = wanted["name"]
        for rule, text in _broken_rules(wanted, types.get(name, ColumnType.STRING), source):
            found = engine.build(
                f"SELECT file_row_number + 1, CAST({identifier(name)} AS VARCHAR) FROM {source} WHERE {rule} LIMIT 1"
            )
            if found:
                row, value = found[0]
                raise FileRefused(
                    _("Dòng số liệu thứ %(row)s, cột “%(column)s”: “%(value)s” %(rule)s.")
                    % {"row": row, "column": name, "value": value if value is not None else "", "rule": text}
                )


def _broken_rules(wanted: dict[str, Any], kind: str, source: str) -> list[tuple[str, str]]:
    """Return the conditions of a row that breaks a constraint, each with what is wrong in words."""
    column, limits = identifier(wanted["name"]), wanted.get("constraints", {})
    rules = []
    if limits.get("required"):
        rules.append((f"{column} IS NULL", _("không được để trống")))
    for key, sign, text in (("minimum", "<", _("nhỏ hơn")), ("maximum", ">", _("lớn hơn"))):
        if key in limits:
            bound = f"CAST({literal(str(limits[key]))} AS {'DOUBLE' if kind in NUMERIC_TYPES else 'VARCHAR'})"
            rules.append((f"{column} {sign} {bound}", f"{text} {limits[key]}"))
    if limits.get("enum"):
        accepted = ", ".join(literal(str(value)) for value in limits["enum"])
        rules.append(
            (f"CAST({column} AS VARCHAR) NOT IN ({accepted})", _("không thuộc các giá trị được nhận"))
        )
    if limits.get("pattern"):
        rules.append(
            (
                f"NOT regexp_full_match(CAST({column} AS VARCHAR), {literal(str(limits['pattern']))})",
                _("không đúng mẫu %(pattern)s") % {"pattern": limits["pattern"]},
            )
        )
    if limits.get("unique"):
        rules.append(
            (
                f"{column} IN (SELECT {column} FROM {source} GROUP BY 1 HAVING count(*) > 1)",
                _("bị lặp lại"),
            )
        )
    return rules


def describe_columns(parquet: Path, fields: list[Field]) -> list[dict[str, Any]]:
    """Return the columns of a table with what their values are like."""
    source = f"read_parquet({literal(str(parquet))})"
    measured = ", ".join(
        f"count({identifier(f.name)}), approx_count_distinct({identifier(f.name)}), "
        f"CAST(min({identifier(f.name)}) AS VARCHAR), CAST(max({identifier(f.name)}) AS VARCHAR)"
        for f in fields
    )
    row = engine.build(f"SELECT count(*), {measured} FROM {source}")[0]
    total = row[0]
    columns = []
    for place, field in enumerate(fields):
        filled, distinct, least, most = row[1 + 4 * place : 5 + 4 * place]
        if distinct < 100_000:
            # The estimate is near; what is shown and relied on is counted.
            distinct = engine.build(f"SELECT count(DISTINCT {identifier(field.name)}) FROM {source}")[0][0]
        columns.append(
            {
                "name": field.name, "type": str(field.type), "unit": field.unit, "empty": total - filled,
                "distinct": min(distinct, filled), "min": (least or "")[:200], "max": (most or "")[:200],
            }
        )  # fmt: skip
    return columns
