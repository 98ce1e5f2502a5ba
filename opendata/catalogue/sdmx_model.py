"""A dataset in the words of SDMX: a dataflow, its structure, the codes of its dimensions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from opendata.datasets import compiler, engine
from opendata.datasets.cubes import Cube
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.queries import DataQuery, Order
from search import vietnamese

AGENCY = "CONGMO"
VERSION = "1.0"
TIME = "TIME_PERIOD"
VALUE = "OBS_VALUE"
MEASURE = "MEASURE"
#: The code of an empty cell in a dimension.
NOTHING = "_Z"
_ID = re.compile(r"[A-Za-z0-9_@$-]{1,60}")
_RESERVED = {TIME, VALUE, MEASURE, "DATAFLOW", "DATASET", "TYPE", "ID", "KEY"}


@dataclass(frozen=True)
class Component:
    """A dimension or an attribute: its identifier and the column that it is."""

    id: str
    column: str
    title: str


@dataclass(frozen=True)
class Codes:
    """The codes of a dimension: value to code, code to name."""

    by_value: Mapping[Any, str]
    names: Mapping[str, str]

    @cached_property
    def values(self) -> dict[str, Any]:
        """The value of each code."""
        return {code: value for value, code in self.by_value.items()}


@dataclass(frozen=True)
class Flow:
    """A dataset that is a cube."""

    dataset: Dataset
    version: DatasetVersion
    cube: Cube
    _codes: dict[str, Codes] = field(default_factory=dict, compare=False)

    @property
    def id(self) -> str:
        """The identifier of the dataflow: the slug in capitals."""
        return self.dataset.slug.upper().replace("-", "_")

    @cached_property
    def dimensions(self) -> tuple[Component, ...]:
        """The dimensions in the order of a key, that of time left out."""
        names = [name for name in self.cube.dimensions if name != self.cube.time]
        found = self._components(names)
        if len(self.cube.measures) > 1:
            found = (*found, Component(MEASURE, "", "Chỉ tiêu"))
        return found

    @cached_property
    def attributes(self) -> tuple[Component, ...]:
        """What is remarked on a figure."""
        taken = {component.id for component in self.dimensions}
        return self._components(self.cube.attributes, taken)

    @property
    def has_time(self) -> bool:
        """Whether a dimension says when."""
        return bool(self.cube.time)

    def _components(self, names: Iterable[str], taken: Iterable[str] = ()) -> tuple[Component, ...]:
        known = _RESERVED | set(taken)
        found = []
        for name in names:
            identity = _free(re.sub(r"[^A-Z0-9]+", "_", vietnamese.fold(name).upper()).strip("_")[:40], known)
            known = known | {identity}
            found.append(Component(identity, name, self._title(name)))
        return tuple(found)

    def _title(self, name: str) -> str:
        said = self.dataset.dictionary.get(name) or {}
        return str(said.get("title") or name)

    def codes(self, component: Component) -> Codes:
        """Return the codes of a dimension, read once."""
        if component.id not in self._codes:
            self._codes[component.id] = self._read_codes(component)
        return self._codes[component.id]

    def _read_codes(self, component: Component) -> Codes:
        if component.id == MEASURE:
            return _coded([(name, self._title(name)) for name in self.cube.measures])
        query = DataQuery(
            columns=tuple(self.version.column_types),
            group=(component.column,),
            order=(Order(component.column),),
        )
        asked = compiler.page(query, self.version.files.parquet, limit=None, offset=0)
        return _coded([(row[0], as_text(row[0])) for row in engine.rows(asked.sql, asked.parameters)])


def as_text(value: Any) -> str:
    """Return a value as a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _coded(pairs: list[tuple[Any, str]]) -> Codes:
    by_value: dict[Any, str] = {}
    names: dict[str, str] = {}
    # Values that are codes already keep theirs, whatever stands before them.
    for value, text in sorted(pairs, key=lambda pair: not _ID.fullmatch(pair[1])):
        if value is None:
            code = NOTHING
        elif _ID.fullmatch(text):
            code = text
        else:
            code = re.sub(r"[^A-Z0-9]+", "_", vietnamese.fold(text).upper()).strip("_")[:50] or "X"
        code = _free(code, set(names), is_component=False)
        by_value[value], names[code] = code, text or "(trống)"
    order = {value: at for at, (value, _text) in enumerate(pairs)}
    ordered = dict(sorted(by_value.items(), key=lambda pair: order[pair[0]]))
    return Codes(ordered, {code: names[code] for code in ordered.values()})


def _free(wanted: str, taken: set[str], *, is_component: bool = True) -> str:
    base = wanted or "X"
    if is_component and not base[0].isalpha():
        base = f"C_{base}"
    made, number = base, 1
    while made in taken:
        number += 1
        made = f"{base}_{number}"
    return made
