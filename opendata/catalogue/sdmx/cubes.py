"""Tables as cubes: which columns are dimensions, what values they have, under which identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.cache import cache

from opendata.catalogue.entries import catalogued
from opendata.datasets import compiler, engine
from opendata.datasets.enums import ColumnType
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.packages import MAX_CELLS, is_year, split_roles
from opendata.datasets.selectors import version_of
from search import vietnamese

#: The one agency that maintains everything here.
AGENCY = "CONG_MO"
TIME, INDICATOR, VALUE = "TIME_PERIOD", "INDICATOR", "OBS_VALUE"
#: A version is never changed, so that its structure is known for good; kept as long as the cache keeps it.
_KEPT_SECONDS = 7 * 24 * 60 * 60
#: More values than that make no code list: the column holds texts, not a classification.
_MOST_CODES = 20_000
_OTHERS = re.compile(r"[^A-Z0-9_]+")


@dataclass(frozen=True)
class Dimension:
    """A column that says what a figure is about, with the identifier of each of its values, in order."""

    id: str
    column: str
    type: str
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Cube:
    """A version of a dataset as a cube; `measures` are identifiers with their columns and units."""

    slug: str
    title: str
    title_en: str
    description: str
    number: int
    dimensions: tuple[Dimension, ...]
    time: Dimension | None
    measures: tuple[tuple[str, str, str], ...]

    @property
    def id(self) -> str:
        """The identifier of the dataflow."""
        return flow_id(self.slug)

    @property
    def version(self) -> str:
        """The version as SDMX writes it."""
        return f"{self.number}.0"


def flow_id(slug: str) -> str:
    """Return the identifier of a dataset's dataflow."""
    return slug.upper().replace("-", "_")


def cubes() -> Iterator[Cube]:
    """Yield every published dataset that is a cube, by its address."""
    for dataset in catalogued().order_by("slug"):
        cube = cube_of(dataset, dataset.current)
        if cube is not None:
            yield cube


def cube(flow: str, version: str = "latest") -> tuple[Cube, DatasetVersion] | None:
    """Return a dataflow with the table behind it, None where there is none; `version` is as SDMX writes it."""
    dataset = catalogued().filter(slug=flow.lower().replace("_", "-")).first()
    if dataset is None or flow_id(dataset.slug) != flow.upper():
        return None
    number = None if version in {"latest", "all", "*"} else version.removesuffix(".0")
    table = version_of(dataset, number)
    found = cube_of(dataset, table)
    return (found, table) if found is not None and table is not None else None


def cube_of(dataset: Dataset, version: DatasetVersion | None) -> Cube | None:
    """Return a version as a cube, None for a table that is none."""
    if version is None:
        return None
    key = f"sdmx-cube:{version.pk}:{version.sha256[:16]}"
    parts = cache.get(key)
    if parts is None:
        parts = _read(version) or False
        cache.set(key, parts, _KEPT_SECONDS)
    if not parts:
        return None
    dimensions, time, measures = parts
    units = {name: (dataset.dictionary.get(name) or {}).get("unit", "") for _id, name in measures}
    return Cube(
        slug=dataset.slug, title=dataset.title, title_en=dataset.title_en, description=dataset.description,
        number=version.number, dimensions=dimensions, time=time,
        measures=tuple((code, name, units[name]) for code, name in measures),
    )  # fmt: skip


def _read(
    version: DatasetVersion,
) -> tuple[tuple[Dimension, ...], Dimension | None, tuple[tuple[str, str], ...]] | None:
    names, measures = split_roles(version)
    by_name = {column["name"]: column for column in version.columns}
    cells = len(measures)
    for name in names:
        cells *= max(1, by_name[name]["distinct"])
    if not (names and measures) or cells > MAX_CELLS or any(by_name[name]["empty"] for name in names):
        return None
    parquet, types = version.files.parquet, version.column_types
    ((total, distinct),) = engine.rows(compiler.keys(types, parquet, names).sql)
    if total != distinct:
        return None
    time_name = next((name for name in names if _is_time(by_name[name])), None)
    others = [name for name in names if name != time_name]
    if any(by_name[name]["distinct"] > _MOST_CODES for name in others):
        return None
    ids = identifiers(others, taken={TIME, INDICATOR, VALUE})
    dimensions = []
    for name in others:
        rows = engine.rows(compiler.values(types, parquet, name).sql)
        values = [value_text(row[0]) for row in rows]
        dimensions.append(Dimension(ids[name], name, by_name[name]["type"], identifiers(values)))
    time = Dimension(TIME, time_name, by_name[time_name]["type"]) if time_name else None
    codes = identifiers(measures)
    return tuple(dimensions), time, tuple((codes[name], name) for name in measures)


def _is_time(column: dict[str, object]) -> bool:
    return is_year(column) or column["type"] in {ColumnType.DATE, ColumnType.DATETIME}


def value_text(value: object) -> str:
    """Return a value of a dimension as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def identifiers(texts: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return an identifier for each text: its letters and digits without marks, told apart by a number."""
    used, found = set(taken), {}
    for text in texts:
        base = _OTHERS.sub("_", vietnamese.fold(text).upper()).strip("_")[:60] or "X"
        # A concept's identifier begins with a letter (NCName).
        base = base if base[0].isalpha() else f"_{base}"
        name, number = base, 1
        while name in used:
            number += 1
            name = f"{base}_{number}"
        used.add(name)
        found[text] = name
    return found
