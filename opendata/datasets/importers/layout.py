"""Where the table stands in a file: title lines above the header, notes below the rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from opendata.datasets.importers.cells import NUMERIC, VOID, Cell, read_cell
from opendata.datasets.importers.errors import FileRefused
from opendata.datasets.importers.tables import RawTable, Row
from search import vietnamese

_LOOKED_AT = 60
MAX_COLUMNS = 2_000
MAX_NAME = 500
_NOTE = re.compile(
    r"(?:nguồn|ghi chú|chú thích|chú giải|source|notes?|footnotes?|đơn vị tính)\b|\(?(?:\*+|[0-9a-z])\)|\*|¹|²|³",
    re.IGNORECASE,
)


@dataclass
class Layout:
    """The header and what stands around the table."""

    header_row: int
    names: list[str]
    titles: list[str]
    notes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.names)


def filled(cells: list[Cell]) -> int:
    """Return how many cells hold something."""
    return sum(1 for cell in cells if not _is_void(cell))


def _is_void(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _last(cells: list[Cell]) -> int:
    """Return how far a row reaches."""
    return next((place for place in range(len(cells), 0, -1) if not _is_void(cells[place - 1])), 0)


def find_layout(table: RawTable, *, header_row: int = 0) -> Layout:
    """Return the layout of a table; raise `FileRefused` where no header is found."""
    sample = [(number, cells) for number, cells in islice(table.rows(), _LOOKED_AT) if filled(cells)]
    if not sample:
        raise FileRefused(_("Tệp không có dòng nào."))
    if header_row:
        found = next((row for row in sample if row[0] == header_row), None)
        if found is None:
            raise FileRefused(_("Dòng %(row)s không thể là dòng tiêu đề.") % {"row": header_row})
    else:
        found = _header(sample)
    number, cells = found
    above = [row for row in sample if row[0] < number]
    titles = ["; ".join(_text(cell) for cell in row if not _is_void(cell)) for _number, row in above]
    names, remarks = _names(number, cells)
    return Layout(header_row=number, names=names, titles=titles, remarks=remarks)


def _header(sample: list[Row]) -> Row:
    """Return the first row that names nearly all columns and holds no figures but years."""
    reach = Counter(_last(cells) for _number, cells in sample)
    width = max(reach, key=lambda wide: (reach[wide], wide))
    wanted = 1 if width == 1 else max(2, -(-width // 2))
    candidates: list[Row] = []
    for number, cells in sample:
        if filled(cells) < wanted:
            continue
        readings = [read_cell(cell) for cell in cells[:width]]
        words = sum(1 for reading in readings if reading.kind not in NUMERIC | VOID)
        figures = sum(1 for reading in readings if reading.kind in NUMERIC and not _is_year(reading.text))
        if figures or not words:
            break
        candidates.append((number, cells))
        if filled(cells) >= width or len(candidates) == 3:
            break
    if not candidates:
        row = sample[0][0]
        raise FileRefused(
            _(
                "Không tìm thấy dòng tiêu đề: từ dòng %(row)s, cột 1 đã là số liệu. Hãy đặt tên cho các cột ở dòng đầu."
            )
            % {"row": row}
        )
    return max(candidates, key=lambda row: (filled(row[1]) >= width, -row[0]))


def _is_year(text: str) -> bool:
    return text.isdigit() and len(text) == 4 and "1800" <= text <= "2200"


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(vietnamese.normalize(str(cell)).split())


def _names(number: int, cells: list[Cell]) -> tuple[list[str], list[str]]:
    """Return the names of the columns, and what had to be made up."""
    width = _last(cells)
    if width > MAX_COLUMNS:
        raise FileRefused(
            _("Dòng %(row)s: tiêu đề có %(count)s cột, nhiều nhất là %(most)s.")
            % {"row": number, "count": width, "most": MAX_COLUMNS}
        )
    names: list[str] = []
    remarks: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells[:width], 1):
        name = "" if _is_void(cell) else _text(cell)
        if not name:
            name = _("Cột %(place)s") % {"place": place}
            remarks.append(
                _("Cột thứ %(place)s không có tên, được gọi là “%(name)s”.") % {"place": place, "name": name}
            )
        if len(name) > MAX_NAME:
            raise FileRefused(
                _("Dòng %(row)s, cột thứ %(place)s: tên cột dài quá %(most)s ký tự.")
                % {"row": number, "place": place, "most": MAX_NAME}
            )
        wanted, copy = name, 1
        while name.casefold() in taken:
            copy += 1
            name = f"{wanted} ({copy})"
        if copy > 1:
            remarks.append(
                _("Cột thứ %(place)s trùng tên “%(wanted)s”, được gọi là “%(name)s”.")
                % {"place": place, "wanted": wanted, "name": name}
            )
        taken.add(name.casefold())
        names.append(name)
    return names, remarks


def data_rows(table: RawTable, layout: Layout) -> Iterator[Row]:
    """Return the rows below the header, each as wide as it; notes at the end of the file go to the layout.

    Raise `FileRefused` for a row with more or fewer cells than the header.
    """
    layout.notes.clear()
    #: Rows with one word only: notes when nothing but such rows follows, else rows without values.
    pending: list[Row] = []
    for number, cells in table.rows():
        if number <= layout.header_row or not filled(cells):
            continue
        if layout.width > 1 and filled(cells) == 1 and isinstance(cells[0], str) and cells[0].strip():
            pending.append((number, cells))
            continue
        for row in pending:
            yield row[0], _fitted(*row, layout, table)
        pending.clear()
        yield number, _fitted(number, cells, layout, table)
    first = next((i for i, row in enumerate(pending) if _NOTE.match(_text(row[1][0]))), len(pending))
    for row in pending[:first]:
        yield row[0], _fitted(*row, layout, table)
    layout.notes.extend(_text(row[1][0]) for row in pending[first:])


def _fitted(number: int, cells: list[Cell], layout: Layout, table: RawTable) -> list[Cell]:
    width = layout.width
    reach = _last(cells)
    if reach > width:
        raise FileRefused(
            _(
                "Dòng %(row)s có %(count)s ô, nhiều hơn %(width)s cột của dòng tiêu đề; ô thừa ở "
                "cột thứ %(place)s: “%(text)s”."
            )
            % {
                "row": number,
                "count": reach,
                "width": width,
                "place": width + 1,
                "text": _text(cells[width])[:60],
            }
        )
    if len(cells) < width and table.format == "csv":
        raise FileRefused(
            _("Dòng %(row)s chỉ có %(count)s ô, thiếu từ cột “%(column)s”.")
            % {"row": number, "count": len(cells), "column": layout.names[len(cells)]}
        )
    return [*cells[:width], *[None] * (width - len(cells))]
