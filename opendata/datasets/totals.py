"""Rows of a table that are totals of its other rows, and would count twice in a sum."""

from __future__ import annotations

from collections.abc import Sequence

from opendata.datasets import engine
from opendata.datasets.compiler import source_of
from opendata.datasets.enums import ColumnType
from opendata.datasets.models import DatasetVersion
from opendata.datasets.sql import identifier
from search import vietnamese

#: How tables call the whole country, and its six regions, among or instead of provinces.
_WHOLES = {"ca nuoc", "toan quoc", "whole country", "tong so", "tong cong"}
_REGIONS = {
    "trung du va mien nui phia bac", "dong bang song hong", "bac trung bo va duyen hai mien trung",
    "bac trung bo va duyen hai trung bo", "tay nguyen", "dong nam bo", "dong bang song cuu long",
    "northern midlands and mountain areas", "red river delta", "northern central area and central coastal area",
    "north central and central coastal areas", "central highlands", "south east", "mekong river delta",
}  # fmt: skip
#: A column of more different texts names no places.
_MOST_PLACES = 1000


def totals_of(version: DatasetVersion) -> tuple[str, Sequence[str]] | None:
    """Return the rows that are totals of others: the country among its provinces, or regions among theirs."""
    source = source_of(version.files.parquet, version.column_types)
    for column in version.columns:
        if column["type"] != ColumnType.STRING or not 1 < column["distinct"] <= _MOST_PLACES:
            continue
        name = identifier(column["name"])
        found = engine.rows(f"SELECT DISTINCT {name} FROM {source} WHERE {name} IS NOT NULL ORDER BY 1")
        kinds: dict[str, list[str]] = {"whole": [], "region": [], "place": []}
        for (value,) in found:
            folded = vietnamese.fold(value)
            kinds["whole" if folded in _WHOLES else "region" if folded in _REGIONS else "place"].append(value)
        parts = kinds["region"] + kinds["place"]
        left_out = kinds["whole"] * bool(parts) + kinds["region"] * bool(kinds["place"])
        if left_out:
            return column["name"], left_out
    return None
