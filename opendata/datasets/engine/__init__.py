"""DuckDB, in processes of its own: bounded memory, threads and time, and never in the way of pages."""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson

from opendata.datasets.engine.pool import (
    BUILDS,
    EXPORTS,
    QUERIES,
    EngineBusy,
    Pool,
    QueryFailed,
    QueryTooHeavy,
    datasets_folder,
)

__all__ = [
    "EngineBusy",
    "QueryFailed",
    "QueryTooHeavy",
    "build",
    "close",
    "datasets_folder",
    "execute",
    "long_rows",
    "records",
    "rows",
    "workbook",
]

_queries, _exports, _builds = Pool(QUERIES), Pool(EXPORTS), Pool(BUILDS)


def rows(sql: str, parameters: Sequence[Any] = ()) -> list[list[Any]]:
    """Return the rows of a query; days and moments come as ISO text."""
    answer = _queries.run({"job": "rows", "sql": sql, "parameters": list(parameters)})
    found: list[list[Any]] = orjson.loads(answer)
    return found


def long_rows(sql: str) -> list[list[Any]]:
    """Return the rows of a query that may take as long as a download."""
    found: list[list[Any]] = orjson.loads(_exports.run({"job": "rows", "sql": sql, "parameters": []}))
    return found


def records(
    *,
    sql: str,
    parameters: Sequence[Any],
    count_sql: str,
    count_parameters: Sequence[Any],
    names: Sequence[str],
    is_counted: bool,
) -> tuple[int, bytes]:
    """Return how many rows there are, and one page of them as a JSON list of objects.

    With `is_counted` each row ends with that number.
    """
    answer = _queries.run(
        {
            "job": "records", "sql": sql, "parameters": list(parameters), "names": list(names),
            "count_sql": count_sql, "count_parameters": list(count_parameters), "is_counted": is_counted,
        }
    )  # fmt: skip
    count, _newline, body = answer.partition(b"\n")
    return int(count), body


def execute(sql: str, parameters: Sequence[Any] = ()) -> None:
    """Run a statement that writes a file a program waits for."""
    _exports.run({"job": "execute", "sql": sql, "parameters": list(parameters)})


def workbook(
    *, sql: str, parameters: Sequence[Any], names: Sequence[str], target: Path, temporary: Path
) -> None:
    """Write the rows of a query as a workbook."""
    _exports.run(
        {
            "job": "workbook", "sql": sql, "parameters": list(parameters), "names": list(names),
            "target": str(target), "temporary": str(temporary),
        }
    )  # fmt: skip


def build(sql: str, folders: Iterable[Path] = ()) -> list[list[Any]]:
    """Run a statement of an import, which may also read the given folders; return its rows."""
    answer = _builds.run({"job": "rows", "sql": sql, "parameters": []}, folders=folders)
    found: list[list[Any]] = orjson.loads(answer)
    return found


@atexit.register
def close() -> None:
    """End the processes that are idle; those at work end with this one."""
    for pool in (_queries, _exports, _builds):
        pool.close()
