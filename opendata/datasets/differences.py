"""Two versions side by side: exactly the rows that differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from opendata.datasets import engine
from opendata.datasets.models import DatasetVersion
from opendata.datasets.packages import split_roles
from opendata.datasets.sql import identifier, literal

MOST_ROWS = 500


@dataclass(frozen=True)
class Change:
    """A row that differs: added, removed, or changed in some cells."""

    kind: str
    #: Each cell as (before, after); the two are the same where nothing changed.
    cells: list[tuple[Any, Any]]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What is different in the newer of two versions."""

    columns: list[str]
    added_columns: list[str]
    removed_columns: list[str]
    added_count: int
    removed_count: int
    changes: list[Change]

    @property
    def is_cut(self) -> bool:
        """Whether more rows differ than are shown."""
        return max(self.added_count, self.removed_count) > MOST_ROWS


def compare(old: DatasetVersion, new: DatasetVersion) -> Difference:
    """Return the rows that only one of two versions has; those with the same key are one change."""
    if old.pk == new.pk:
        return Difference(
            columns=[], added_columns=[], removed_columns=[], added_count=0, removed_count=0, changes=[]
        )
    before, after = dict(old.column_types), dict(new.column_types)
    common = [name for name in after if name in before]
    left, right = _table(old, common, before, after), _table(new, common, before, after)
    removed, removed_count = _only(left, right)
    added, added_count = _only(right, left)
    dimensions, _measures = split_roles(new)
    keys = [place for place, name in enumerate(common) if name in dimensions]
    return Difference(
        columns=common,
        added_columns=[name for name in after if name not in before],
        removed_columns=[name for name in before if name not in after],
        added_count=added_count,
        removed_count=removed_count,
        changes=_paired(removed, added, keys),
    )


def _table(version: DatasetVersion, names: list[str], before: dict[str, str], after: dict[str, str]) -> str:
    columns = ", ".join(
        identifier(name)
        if before[name] == after[name]
        else f"CAST({identifier(name)} AS DOUBLE) AS {identifier(name)}"
        if {before[name], after[name]} == {"integer", "number"}
        else f"CAST({identifier(name)} AS VARCHAR) AS {identifier(name)}"
        for name in names
    )
    return f"SELECT {columns or '1'} FROM read_parquet({literal(str(version.files.parquet))})"


def _only(first: str, second: str) -> tuple[list[list[Any]], int]:
    difference = f"({first}) EXCEPT ALL ({second})"
    count = engine.long_rows(f"SELECT count(*) FROM ({difference})")[0][0]
    rows = engine.long_rows(f"SELECT * FROM ({difference}) ORDER BY ALL LIMIT {MOST_ROWS}") if count else []
    return rows, count


def _paired(removed: list[list[Any]], added: list[list[Any]], keys: list[int]) -> list[Change]:
    waiting: dict[tuple[Any, ...], list[list[Any]]] = {}
    for row in removed:
        waiting.setdefault(tuple(row[place] for place in keys), []).append(row)
    changes = []
    for row in added:
        same = waiting.get(tuple(row[place] for place in keys)) if keys else None
        if same:
            changes.append(Change("changed", list(zip(same.pop(0), row, strict=True))))
        else:
            changes.append(Change("added", [(cell, cell) for cell in row]))
    changes += [
        Change("removed", [(cell, cell) for cell in row]) for rows in waiting.values() for row in rows
    ]
    return changes
