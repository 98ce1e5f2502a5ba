"""A file understood: which columns it has, of which types, and how its cells were read."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from opendata.datasets.enums import ColumnType, DecimalSign
from opendata.datasets.importers import parquet
from opendata.datasets.importers.errors import FileRefused
from opendata.datasets.importers.inference import ColumnPlan, ColumnSurvey, plan_columns, values
from opendata.datasets.importers.layout import Layout, data_rows, find_layout
from opendata.datasets.importers.tables import (
    TEXTS,
    WORKBOOKS,
    RawTable,
    read_text_table,
    read_workbook,
    suffix_of,
)

FORMATS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet")
_PREVIEW_ROWS = 10


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a person says about a file beyond what it shows."""

    sheet: str = ""
    decimal: DecimalSign | None = None
    delimiter: str = ""
    header_row: int = 0
    #: Columns that hold words, whatever they look like.
    texts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column as the table will have it."""

    name: str
    type: ColumnType
    unit: str = ""


@dataclass(kw_only=True)
class Understanding:
    """What was understood of a file, before anything is stored."""

    format: str
    fields: list[Field]
    row_count: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    preview: list[list[str]] = field(default_factory=list)
    #: Writes the rows, each value as text that its type reads, to a CSV without a header; None for Parquet.
    write: Callable[[Path], None] | None = None
    #: What selects the rows of a Parquet file in the types of the fields.
    selection: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what is kept with the version."""
        return {
            "format": self.format, "encoding": self.encoding, "delimiter": self.delimiter, "sheet": self.sheet,
            "header_row": self.header_row, "titles": self.titles, "notes": self.notes, "remarks": self.remarks,
        }  # fmt: skip


def understand(path: Path, options: Options) -> Understanding:
    """Read a file whole and say what it holds; raise `FileRefused` with the row and the column at fault."""
    suffix = suffix_of(path)
    if suffix == ".parquet":
        return _understand_parquet(path)
    if suffix in WORKBOOKS:
        table = read_workbook(path, sheet=options.sheet)
    elif suffix in TEXTS:
        table = read_text_table(path, delimiter=options.delimiter)
    else:
        raise FileRefused(
            _("Không nhận tệp “%(name)s”; hãy dùng CSV, XLSX, ODS hoặc Parquet.") % {"name": path.name}
        )
    return _understand_table(table, options)


def _understand_table(table: RawTable, options: Options) -> Understanding:
    layout = find_layout(table, header_row=options.header_row)
    surveys = [ColumnSurvey(name) for name in layout.names]
    count = 0
    for number, cells in data_rows(table, layout):
        count += 1
        for survey, cell in zip(surveys, cells, strict=True):
            survey.see(number, cell)
    if count == 0:
        raise FileRefused(
            _("Dưới dòng tiêu đề (dòng %(row)s) không có dòng số liệu nào.") % {"row": layout.header_row}
        )
    plans = plan_columns(surveys, decimal=options.decimal, texts=options.texts)
    fields = _fields(plans)
    preview: list[list[str]] = []
    for number, cells in data_rows(table, layout):
        preview.append(_values(plans, surveys, cells, number))
        if len(preview) == _PREVIEW_ROWS:
            break
    # The preview stopped early: the notes below the table are known from the whole reading.
    notes = _notes(table, layout)
    return Understanding(
        format=table.format, fields=fields, row_count=count, encoding=table.encoding, delimiter=table.delimiter,
        sheet=table.sheet, header_row=layout.header_row, titles=layout.titles, notes=notes,
        remarks=[*layout.remarks, *(note for plan in plans for note in plan.notes)], preview=preview,
        write=lambda target: _write(target, table, layout, plans, surveys),
    )  # fmt: skip


def _notes(table: RawTable, layout: Layout) -> list[str]:
    for _row in data_rows(table, layout):
        pass
    return list(layout.notes)


def _fields(plans: list[ColumnPlan]) -> list[Field]:
    fields = []
    taken = {plan.name.casefold() for plan in plans}
    for plan in plans:
        fields.append(Field(name=plan.name, type=plan.type, unit="%" if plan.is_percent else ""))
        if plan.qualifier_name:
            if plan.qualifier_name.casefold() in taken:
                raise FileRefused(_("Cột “%(name)s” đã có trong tệp.") % {"name": plan.qualifier_name})
            fields.append(Field(name=plan.qualifier_name, type=ColumnType.STRING))
    return fields


def _values(plans: list[ColumnPlan], surveys: list[ColumnSurvey], cells: list[Any], number: int) -> list[str]:
    return [
        value
        for plan, survey, cell in zip(plans, surveys, cells, strict=True)
        for value in values(plan, survey, cell, number)
    ]


def _write(
    target: Path, table: RawTable, layout: Layout, plans: list[ColumnPlan], surveys: list[ColumnSurvey]
) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        # Every value is quoted, so that a row whose values are all empty is still a row.
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for number, cells in data_rows(table, layout):
            writer.writerow(_values(plans, surveys, cells, number))


def _understand_parquet(path: Path) -> Understanding:
    columns, count, selection, preview = parquet.describe(path, rows=_PREVIEW_ROWS)
    return Understanding(
        format="parquet",
        fields=[Field(name=name, type=kind) for name, kind in columns],
        row_count=count,
        selection=selection,
        preview=preview,
    )
