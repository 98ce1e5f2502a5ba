"""Which columns of a table say what a figure is about, which are figures, and which only remark on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache

from opendata.datasets import engine
from opendata.datasets.compiler import source_of
from opendata.datasets.enums import NUMERIC_TYPES, ColumnType
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.packages import NoCube, is_year
from opendata.datasets.sql import identifier

#: A text of more characters is a remark, not a name of something.
_LONGEST_NAME = 120
_MOST_CODES = 20_000
_TIME = r"^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-Q[1-4]|-S[12]|-W\d{2})?$"


@dataclass(frozen=True)
class Cube:
    """The roles of a table's columns; `time` is the dimension that says when, empty for none."""

    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    attributes: tuple[str, ...]
    time: str = ""


def cube_of(version: DatasetVersion) -> Cube:
    """Return the roles of the columns; raise `NoCube` with the reason where rows are not told apart by dimensions."""
    found = _known([version])[version.pk]
    if isinstance(found, str):
        raise NoCube(found)
    return found


def cubes_of(datasets: Iterable[Dataset]) -> list[tuple[Dataset, Cube]]:
    """Return those of the datasets that are cubes."""
    listed = [(dataset, dataset.current) for dataset in datasets]
    known = _known([version for _dataset, version in listed if version])
    return [
        (dataset, found)
        for dataset, version in listed
        if version and isinstance(found := known[version.pk], Cube)
    ]


def _known(versions: list[DatasetVersion]) -> dict[int, Cube | str]:
    # A version never changes: what was found of it holds for ever.
    keys = {f"cube:{version.folder}": version for version in versions}
    kept = cache.get_many(keys)
    found: dict[int, Cube | str] = {}
    for key, version in keys.items():
        if (known := kept.get(key)) is None:
            try:
                known = _find(version)
            except NoCube as reason:
                known = str(reason)
            cache.set(key, known, None)
        found[version.pk] = known
    return found


def _find(version: DatasetVersion) -> Cube:
    figures = [c for c in version.columns if c["type"] in NUMERIC_TYPES and not is_year(c)]
    others = [c for c in version.columns if c not in figures]
    if not figures:
        raise NoCube("no column of figures")
    if not others:
        raise NoCube("no column that says what a figure is about")
    lengths = _facts(version, [column["name"] for column in others])
    names = {
        column["name"]
        for column in others
        if not column["empty"] and lengths[column["name"]][0] <= _LONGEST_NAME
    }
    for candidates in (names, names | {column["name"] for column in others if column["empty"]}):
        dimensions = [column for column in others if column["name"] in candidates]
        if dimensions and _are_telling(version, [column["name"] for column in dimensions]):
            break
    else:
        raise NoCube("several rows say the same")
    if any(column["distinct"] > _MOST_CODES for column in dimensions):
        raise NoCube("too many values of a dimension")
    times = [
        column["name"]
        for column in dimensions
        if not column["empty"]
        and (is_year(column) or column["type"] == ColumnType.DATE or lengths[column["name"]][1])
    ]
    chosen = {column["name"] for column in dimensions}
    return Cube(
        dimensions=tuple(column["name"] for column in dimensions),
        measures=tuple(column["name"] for column in figures),
        attributes=tuple(column["name"] for column in others if column["name"] not in chosen),
        time=times[0] if times else "",
    )


def _facts(version: DatasetVersion, names: list[str]) -> dict[str, tuple[int, bool]]:
    """Return of each column the length of its longest text, and whether all its texts name periods."""
    parts = []
    for name in names:
        text = f"CAST({identifier(name)} AS VARCHAR)"
        parts += [f"max(length({text}))", f"bool_and(regexp_matches({text}, '{_TIME}'))"]
    source = source_of(version.files.parquet, version.column_types)
    row = engine.rows(f"SELECT {', '.join(parts)} FROM {source}")[0]
    return {name: (row[2 * at] or 0, bool(row[2 * at + 1])) for at, name in enumerate(names)}


def _are_telling(version: DatasetVersion, names: list[str]) -> bool:
    columns = ", ".join(identifier(name) for name in names)
    source = source_of(version.files.parquet, version.column_types)
    found = engine.rows(
        f"SELECT count(*) FROM (SELECT 1 FROM {source} GROUP BY {columns} HAVING count(*) > 1)"
    )
    return found[0][0] == 0
