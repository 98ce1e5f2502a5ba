"""The manifest of a dump: what is in it, how many rows, which columns, and the SHA-256 of every file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

#: Raised when a portal of before could not read what is written now.
FORMAT = 1
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
#: The files that the records name, as a tar archive.
ARCHIVE = "files.tar"


class BadDump(Exception):
    """A dump that cannot be used; the sentence names what is wrong with it."""


class DumpFile(BaseModel):
    """A file of a dump."""

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    media_type: str
    size: int
    sha256: str


class DumpColumn(BaseModel):
    """A column of a table."""

    name: str
    type: str
    title: str


class DumpTable(BaseModel):
    """A table of a collection, in both formats."""

    name: str
    row_count: int
    columns: list[DumpColumn]
    files: list[DumpFile]


class DumpCollection(BaseModel):
    """What is published as one list."""

    name: str
    title: str
    list_url: str | None
    api_url: str | None
    tables: list[DumpTable]


class Manifest(BaseModel):
    """Everything about a dump."""

    model_config = ConfigDict(extra="ignore")

    format: int
    made_at: str
    generation: int
    site: str
    licence: dict[str, str]
    collections: list[DumpCollection]
    files: list[DumpFile]

    @property
    def all_files(self) -> list[DumpFile]:
        """Every file but the manifest itself and the list of checksums."""
        return [
            *(file for part in self.collections for table in part.tables for file in table.files),
            *self.files,
        ]

    def file(self, name: str) -> DumpFile:
        """Return a file by its name; raise `KeyError` for one that is not there."""
        for file in self.all_files:
            if file.name == name:
                return file
        raise KeyError(name)

    def write(self, folder: Path) -> None:
        """Write the manifest and, for `sha256sum --check`, the checksums."""
        text: Any = orjson.dumps(self.model_dump(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        (folder / MANIFEST).write_bytes(text)
        lines = [f"{file.sha256}  {file.name}\n" for file in self.all_files]
        (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def read_manifest(path: Path) -> Manifest:
    """Return the manifest of a file; raise `BadDump` for one that cannot be used."""
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise BadDump(f"{path}: this is no manifest of a dump.") from error
    if manifest.format != FORMAT:
        raise BadDump(f"The dump has format {manifest.format}; this portal reads format {FORMAT}.")
    return manifest
