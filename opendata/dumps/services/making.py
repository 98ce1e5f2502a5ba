"""Make a dump: every table as JSON lines and Parquet, the files, the manifest; whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone, translation

from opendata.datasets import engine
from opendata.datasets.enums import LICENCE_URLS, Licence
from opendata.dumps.columns import Table, all_collections
from opendata.dumps.manifest import (
    ARCHIVE,
    FORMAT,
    DumpCollection,
    DumpColumn,
    DumpFile,
    DumpTable,
    Manifest,
)
from opendata.dumps.rows import one_moment, rows_of
from opendata.dumps.selectors import NAME
from portal.core import generation
from portal.core.registry import Collection

UNFINISHED = ".unfinished-"
_MEDIA_TYPES = {
    ".gz": "application/gzip",
    ".parquet": "application/vnd.apache.parquet",
    ".tar": "application/x-tar",
}
_CHUNK = 1 << 20
#: Room for a line; a longer one makes its table's reader take more.
_LINE_BYTES = 4 << 20
#: Made again from the others when somebody asks.
_NOT_PACKED = frozenset({"data.xlsx"})


@dataclass(frozen=True)
class Written:
    """A table as JSON lines."""

    table: Table
    count: int
    longest_line: int


def make_dump(folder: Path, *, previous: Path | None = None) -> Path:
    """Make a dump below `folder` and return its own folder; files equal to those of `previous` take no new room."""
    moment = timezone.now()
    unfinished = folder / f"{UNFINISHED}{moment:{NAME}}"
    unfinished.mkdir(parents=True)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _write(unfinished, moment, previous)
        _sync(unfinished)
        return unfinished.rename(folder / f"{moment:{NAME}}")
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _write(folder: Path, moment: datetime, previous: Path | None) -> None:
    members: dict[str, Path | str] = {}
    written: list[tuple[str, Collection, list[Written]]] = []
    with one_moment():
        number = generation.current()
        for name, collection, tables in all_collections():
            written.append((name, collection, [_write_lines(folder, table, members) for table in tables]))
    for _name, _collection, parts in written:
        for part in parts:
            _write_parquet(folder, part)
    _write_archive(folder / ARCHIVE, members, previous)
    manifest = Manifest(
        format=FORMAT,
        made_at=moment.isoformat(timespec="seconds"),
        generation=number,
        site=settings.SITE_URL,
        licence={
            "name": Licence.CC_BY.value,
            "title": str(Licence.CC_BY.label),
            "url": LICENCE_URLS[Licence.CC_BY],
        },
        collections=[_described(folder, name, collection, parts) for name, collection, parts in written],
        files=[_file(folder, ARCHIVE)],
    )
    manifest.write(folder)


def _write_lines(folder: Path, table: Table, members: dict[str, Path | str]) -> Written:
    """Write the rows of a table as JSON lines, and note the files that they name."""
    file_columns = [column for column in table.columns if isinstance(column.field, models.FileField)]
    count = longest = 0
    with (
        (folder / f"{table.name}.jsonl.gz").open("wb") as target,
        gzip.GzipFile(filename="", mode="wb", compresslevel=5, fileobj=target, mtime=0) as packed,
    ):
        for row in rows_of(table):
            line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
            packed.write(line)
            count, longest = count + 1, max(longest, len(line))
            for column in file_columns:
                if row[column.name]:
                    members[f"media/{row[column.name]}"] = str(row[column.name])
            if table.declared.folder is not None:
                members |= _folder_members(table.declared.folder(row))
    return Written(table, count, longest)


def _folder_members(folder: Path) -> dict[str, Path | str]:
    root = Path(settings.DATASETS_DIR).resolve()
    paths = sorted(
        path for path in folder.resolve().glob("*") if path.is_file() and path.name not in _NOT_PACKED
    )
    return {f"datasets/{path.relative_to(root)}": path for path in paths}


def _write_parquet(folder: Path, written: Written) -> None:
    """Write the same rows as Parquet, in their order."""
    table = written.table
    columns = ", ".join(f"{_literal(column.name)}: {_literal(column.sql_type)}" for column in table.columns)
    source, target = folder / f"{table.name}.jsonl.gz", folder / f"{table.name}.parquet"
    read = (
        f"read_json({_literal(str(source))}, format='newline_delimited', compression='gzip', "
        f"maximum_object_size={max(_LINE_BYTES, 2 * written.longest_line)}, columns={{{columns}}})"
    )
    engine.build(
        f"COPY (SELECT * FROM {read}) TO {_literal(str(target))} (FORMAT parquet, COMPRESSION zstd)", [folder]
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _write_archive(target: Path, members: Mapping[str, Path | str], previous: Path | None) -> None:
    """Write all files into one archive, or take that of the previous dump where it holds the same."""
    digest = hashlib.sha256()
    for name in sorted(members):
        digest.update(f"{name}\n{_size(members[name])}\n".encode())
    mark = f"files.{digest.hexdigest()[:32]}"
    before = previous / ARCHIVE if previous else None
    if before is not None and before.is_file() and (before.with_name(f".{mark}")).exists():
        os.link(before, target)
    else:
        with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
            for name in sorted(members):
                _add(archive, name, members[name])
    target.with_name(f".{mark}").touch()


def _size(member: Path | str) -> int:
    try:
        return member.stat().st_size if isinstance(member, Path) else default_storage.size(member)
    except OSError:
        return -1


def _add(archive: tarfile.TarFile, name: str, member: Path | str) -> None:
    """Add a file with nothing but its name and bytes; one that is missing is told by `manage.py verify`."""
    size = _size(member)
    if size < 0:
        return
    about = tarfile.TarInfo(name)
    about.size = size
    with member.open("rb") if isinstance(member, Path) else default_storage.open(member, "rb") as source:
        archive.addfile(about, source)


def _described(folder: Path, name: str, collection: Collection, parts: list[Written]) -> DumpCollection:
    return DumpCollection(
        name=name,
        title=str(collection.title),
        list_url=f"{settings.SITE_URL}{collection.path}" if collection.path else None,
        api_url=f"{settings.SITE_URL}/api/v1/{collection.endpoint}" if collection.endpoint else None,
        tables=[
            DumpTable(
                name=part.table.name,
                row_count=part.count,
                columns=[
                    DumpColumn(name=column.name, type=column.sql_type, title=column.title)
                    for column in part.table.columns
                ],
                files=[
                    _file(folder, f"{part.table.name}.jsonl.gz"),
                    _file(folder, f"{part.table.name}.parquet"),
                ],
            )
            for part in parts
        ],
    )


def _file(folder: Path, name: str) -> DumpFile:
    path = folder / name
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return DumpFile(
        name=name,
        media_type=_MEDIA_TYPES[path.suffix],
        size=path.stat().st_size,
        sha256=digest.hexdigest(),
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _sync(folder: Path) -> None:
    """Have the disk keep every file before the dump gets its name."""
    for path in [*folder.iterdir(), folder]:
        descriptor: Any = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
