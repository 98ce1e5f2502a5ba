"""The files of a version: as uploaded, as Parquet, and packed whole-file downloads; written once, never changed.

<DATASETS_DIR>/<folder>/original<.ext>   byte for byte as it came
                       /data.parquet     what is queried, and given out with byte ranges
                       /data.csv.zst .gz /data.ndjson.zst .gz
                       /data.csv.size .sha256, /data.ndjson.size .sha256: of the download before it was packed
                       /data.xlsx        made when it is first asked for
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import zstandard

from opendata.datasets import engine
from opendata.datasets.engine import datasets_folder
from opendata.datasets.enums import SQL_TYPES, ColumnType, FileFormat
from opendata.datasets.importers.reading import Understanding
from opendata.datasets.sql import identifier, literal

BOM = b"\xef\xbb\xbf"
#: In a spreadsheet a cell that begins so would be a formula.
_FORMULA = "'^[=+@\\t\\r-]'"
_CHUNK = 1 << 18
_ROW_GROUP = 122_880


@dataclass(frozen=True)
class FileFacts:
    """The size and the SHA-256 of a download; None and empty where the file is only made when it is asked for."""

    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True)
class Folder:
    """The folder of one version."""

    name: str

    @property
    def path(self) -> Path:
        """Where it is."""
        return datasets_folder() / self.name

    @property
    def parquet(self) -> Path:
        """The table."""
        return self.path / "data.parquet"

    def original(self, suffix: str) -> Path:
        """The file as it was uploaded."""
        return self.path / f"original{suffix}"

    def packed(self, file_format: str, packing: str) -> Path:
        """A whole-file download, packed."""
        return self.path / f"data.{file_format}.{'gz' if packing == 'gzip' else 'zst'}"

    def size_file(self, file_format: str) -> Path:
        """A file whose text is the size of a download before it was packed."""
        return self.path / f"data.{file_format}.size"

    def digest_file(self, file_format: str) -> Path:
        """A file whose text is the SHA-256 of a download before it was packed."""
        return self.path / f"data.{file_format}.sha256"

    def facts(self, file_format: str) -> FileFacts:
        """Return what is known of a download before it is sent."""
        try:
            if file_format == FileFormat.XLSX:
                return FileFacts(self.workbook.stat().st_size)
            size = int(self.size_file(file_format).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return FileFacts()
        digest = self.digest_file(file_format)
        return FileFacts(size, digest.read_text(encoding="ascii") if digest.is_file() else "")

    @property
    def workbook(self) -> Path:
        """The whole table as a workbook, once somebody asked for it."""
        return self.path / "data.xlsx"


def new_folder() -> Folder:
    """Make a folder under a name that was never used."""
    folder = Folder(uuid.uuid4().hex)
    folder.path.mkdir(parents=True)
    return folder


def remove_folder(name: str) -> None:
    """Remove the folder of a version that is no more."""
    if name:
        shutil.rmtree(Folder(name).path, ignore_errors=True)


@contextmanager
def temporary_file(suffix: str) -> Iterator[Path]:
    """Give a path for a file of a moment, which is gone at the end."""
    folder = datasets_folder() / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4().hex}{suffix}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def write_parquet(folder: Folder, understanding: Understanding, *, source: Path) -> None:
    """Store the rows of an understood file."""
    target = literal(str(folder.parquet))
    options = f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})"
    if understanding.write is None:
        engine.build(f"COPY ({understanding.selection}) TO {target} {options}", [source.parent])
        return
    with temporary_file(".csv") as path:
        understanding.write(path)
        columns = ", ".join(
            f"{literal(f'c{place}')}: 'VARCHAR'" for place in range(len(understanding.fields))
        )
        values = ", ".join(
            f"CAST(nullif(c{place}, '') AS {SQL_TYPES[field.type]}) AS {identifier(field.name)}"
            for place, field in enumerate(understanding.fields)
        )
        read = (
            f"read_csv({literal(str(path))}, header=false, auto_detect=false, delim=',', quote='\"', escape='\"', "
            f"strict_mode=true, max_line_size=16777216, columns={{{columns}}})"
        )
        engine.build(f"COPY (SELECT {values} FROM {read}) TO {target} {options}")


def projection(columns: Sequence[tuple[str, str]], file_format: str) -> str:
    """Return the columns as a file format shows them: moments by ISO 8601, no formula where a spreadsheet opens it."""
    parts = []
    for name, kind in columns:
        column = identifier(name)
        if file_format in {FileFormat.PARQUET, FileFormat.XLSX}:
            parts.append(column)
        elif kind == ColumnType.DATETIME:
            parts.append(f"replace(CAST({column} AS VARCHAR), ' ', 'T') AS {column}")
        elif kind == ColumnType.STRING and file_format == FileFormat.CSV:
            parts.append(
                f"CASE WHEN regexp_matches({column}, {_FORMULA}) THEN '''' || {column} ELSE {column} END AS {column}"
            )
        else:
            parts.append(column)
    return ", ".join(parts)


def copy_options(file_format: str) -> str:
    """Return how DuckDB writes a format."""
    return {
        FileFormat.CSV: "(FORMAT csv, HEADER, DELIMITER ',', USE_TMP_FILE false)",
        FileFormat.NDJSON: "(FORMAT json, ARRAY false, USE_TMP_FILE false)",
        FileFormat.PARQUET: f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP}, USE_TMP_FILE false)",
    }[FileFormat(file_format)]


def pack_downloads(folder: Folder, columns: Sequence[tuple[str, str]]) -> None:
    """Make the whole-file downloads, once with each packing that clients ask for."""
    for file_format in (FileFormat.CSV, FileFormat.NDJSON):
        with temporary_file(f".{file_format}") as path:
            engine.build(
                f"COPY (SELECT {projection(columns, file_format)} FROM read_parquet({literal(str(folder.parquet))})) "
                f"TO {literal(str(path))} {copy_options(file_format)}"
            )
            begin = BOM if file_format == FileFormat.CSV else b""
            size = path.stat().st_size + len(begin)
            digest = _pack(path, begin, size, folder, file_format)
            folder.digest_file(file_format).write_text(digest, encoding="ascii")
            folder.size_file(file_format).write_text(str(size), encoding="ascii")


def _pack(path: Path, begin: bytes, size: int, folder: Folder, file_format: str) -> str:
    """Read the plain file once and write both packed ones; neither holds a date: same data, same file.

    Return the SHA-256 of what they hold.
    """
    digest = hashlib.sha256()
    with (
        path.open("rb") as source,
        folder.packed(file_format, "zstd").open("wb") as zstd_file,
        folder.packed(file_format, "gzip").open("wb") as gzip_file,
        zstandard.ZstdCompressor(level=6).stream_writer(zstd_file, size=size, closefd=False) as as_zstd,
        gzip.GzipFile(filename="", mode="wb", compresslevel=5, fileobj=gzip_file, mtime=0) as as_gzip,
    ):
        chunk = begin
        while chunk or (chunk := source.read(_CHUNK)):
            digest.update(chunk)
            as_zstd.write(chunk)
            as_gzip.write(chunk)
            chunk = b""
    return digest.hexdigest()


def unpacked(path: Path) -> Iterator[bytes]:
    """Return a packed download as it was, in parts; for clients that take no packing."""
    with path.open("rb") as source, zstandard.ZstdDecompressor().stream_reader(source) as plain:
        while chunk := plain.read(_CHUNK):
            yield chunk


def sync_folder(folder: Folder) -> None:
    """Have the disk keep the files before the database names them."""
    for path in folder.path.iterdir():
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
