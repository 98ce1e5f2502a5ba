"""Files as rows of cells: delimited text in any of the usual shapes, and workbooks."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from opendata.datasets.importers.cells import Cell
from opendata.datasets.importers.errors import FileRefused
from search import vietnamese

DELIMITERS = (",", ";", "\t", "|")
WORKBOOKS = frozenset([".xlsx", ".xlsm", ".ods", ".xls"])
TEXTS = frozenset([".csv", ".tsv", ".txt"])
#: What a packed file may grow to; more is no table of an office but an attempt to fill the disk.
MAX_UNPACKED = 4 * 1024**3
_SAMPLE_BYTES = 1 << 20
_SAMPLE_ROWS = 200
_CELL_SIZE = 10 * 1024 * 1024

#: A row with its number in the file, as a spreadsheet or an editor shows it.
Row = tuple[int, list[Cell]]


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """The rows of a file, which may be gone through several times."""

    rows: Callable[[], Iterator[Row]]
    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


def suffix_of(path: Path) -> str:
    """Return the extension that tells the format; that of a .gz file stands before it."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return suffixes[-2] if len(suffixes) > 1 and suffixes[-1] == ".gz" else suffixes[-1] if suffixes else ""


def open_plain(path: Path) -> IO[bytes]:
    """Open a file, unpacked where it is a .gz."""
    return _Bounded(gzip.open(path)) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


class _Bounded(io.RawIOBase):
    """An unpacked file that ends with a refusal when it grows too large."""

    def __init__(self, source: Any) -> None:
        self._source, self._left = source, MAX_UNPACKED

    def readable(self) -> bool:
        """Reading only."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read the next part."""
        try:
            data = self._source.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise FileRefused(_("Tệp nén bị hỏng hoặc thiếu phần cuối.")) from error
        self._left -= len(data)
        if self._left < 0:
            raise FileRefused(_("Tệp giải nén ra quá lớn."))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the packed file too."""
        self._source.close()
        super().close()


def read_text_table(path: Path, *, delimiter: str = "") -> RawTable:
    """Return the rows of a delimited text; raise `FileRefused` for one that cannot be read."""
    with open_plain(path) as file:
        head = file.read(_SAMPLE_BYTES)
    if not head:
        raise FileRefused(_("Tệp rỗng."))
    encoding = _encoding(head, path)
    sample = head.decode(encoding, errors="ignore").removeprefix("\ufeff")
    if "\0" in sample:
        raise FileRefused(_("Tệp không phải là văn bản CSV."))
    if (reason := vietnamese.broken_encoding(sample[:20_000])) is not None:
        raise FileRefused(str(reason))
    sign = delimiter or _delimiter(sample, is_whole=len(head) < _SAMPLE_BYTES)

    def rows() -> Iterator[Row]:
        csv.field_size_limit(_CELL_SIZE)
        with open_plain(path) as source:
            text = io.TextIOWrapper(source, encoding=encoding, newline="")
            reader = csv.reader(text, delimiter=sign, strict=True)
            number = 1
            try:
                for position, cells in enumerate(reader):
                    if position == 0 and cells:
                        cells[0] = (
                            cells[0].removeprefix("\ufeff").strip('"')
                            if cells[0][:1] == "\ufeff"
                            else cells[0]
                        )
                    if not (position == 0 and _is_hint(cells, sign)):
                        yield number, list(cells)
                    number = reader.line_num + 1
            except csv.Error as error:
                raise FileRefused(
                    _("Dòng %(row)s: dấu ngoặc kép không khép lại hoặc đặt sai chỗ (%(error)s).")
                    % {"row": number, "error": error}
                ) from error
            except UnicodeDecodeError as error:
                raise FileRefused(
                    _(
                        "Dòng %(row)s trở đi có ký tự không đúng bảng mã %(encoding)s; hãy lưu lại tệp ở UTF-8."
                    )
                    % {"row": number, "encoding": encoding.upper()}
                ) from error

    return RawTable(rows=rows, format="csv", encoding=encoding, delimiter=sign)


def _is_hint(cells: list[str], sign: str) -> bool:
    """Whether the first line tells the delimiter to Excel: sep=;"""
    return sign.join(cells).lower().replace('"', "") in {f"sep={sign}", "sep="}


def _encoding(head: bytes, path: Path) -> str:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    with open_plain(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        try:
            while text.read(1 << 20):
                pass
        except UnicodeDecodeError:
            pass
        else:
            return "utf-8-sig"
    # Windows' Vietnamese code page: letters with their tone marks behind them, composed when they are read.
    return "cp1258"


def _delimiter(sample: str, *, is_whole: bool) -> str:
    lines = sample.splitlines(keepends=True)
    if lines and (hint := lines[0].strip().strip('"').lower()).startswith("sep=") and len(hint) == 5:
        return hint[4]
    if not is_whole:
        lines = lines[:-1]
    return max(DELIMITERS, key=lambda sign: _agreement(lines, sign))


def _agreement(lines: list[str], sign: str) -> tuple[float, int]:
    """Return how many rows have the commonest number of cells with this delimiter, and that number."""
    try:
        rows = list(islice(csv.reader(lines, delimiter=sign), _SAMPLE_ROWS))
    except csv.Error:
        return 0.0, 0
    widths = [len(row) for row in rows if any(cell.strip() for cell in row)]
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0.0, 0
    commonest = max(set(wide), key=lambda width: (wide.count(width), width))
    return round(wide.count(commonest) / len(widths), 2), commonest


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's sheets that hold something."""
    book = _workbook(path)
    return [name for name in book.sheet_names if book.get_sheet_by_name(name).height] or book.sheet_names


def read_workbook(path: Path, *, sheet: str = "") -> RawTable:
    """Return the rows of a sheet; raise `FileRefused` where it is not clear which one."""
    book = _workbook(path)
    names = sheet_names(path)
    if not names:
        raise FileRefused(_("Bảng tính không có trang nào."))
    if sheet:
        wanted = vietnamese.normalize(sheet)
        found = [name for name in book.sheet_names if vietnamese.normalize(name) == wanted]
        if not found and sheet.isdigit() and 1 <= int(sheet) <= len(book.sheet_names):
            found = [book.sheet_names[int(sheet) - 1]]
        if not found:
            raise FileRefused(
                _("Không có trang tính “%(sheet)s”; các trang: %(names)s.")
                % {"sheet": sheet, "names": "; ".join(book.sheet_names)}
            )
        chosen = found[0]
    elif len(names) > 1:
        raise FileRefused(
            _("Bảng tính có nhiều trang, hãy chọn một trang (--sheet): %(names)s.")
            % {"names": "; ".join(names)}
        )
    else:
        chosen = names[0]

    def rows() -> Iterator[Row]:
        for number, cells in enumerate(book.get_sheet_by_name(chosen).to_python(skip_empty_area=False), 1):
            yield number, [_cell(cell) for cell in cells]

    return RawTable(rows=rows, format=suffix_of(path).removeprefix("."), sheet=chosen)


def _cell(value: Any) -> Cell:
    """Return a cell of a workbook; a length of time is written out."""
    if isinstance(value, timedelta):
        return str(value)
    cell: Cell = None if value == "" else value
    return cell


def _workbook(path: Path) -> CalamineWorkbook:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED // 2:
                raise FileRefused(_("Tệp giải nén ra quá lớn."))
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused(
            _("Không mở được bảng tính: tệp bị hỏng, có mật khẩu hoặc không đúng định dạng.")
        ) from error
