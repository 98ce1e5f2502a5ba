"""Which dumps there are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from opendata.dumps.manifest import CHECKSUMS, MANIFEST, Manifest, read_manifest

#: How a dump is called: the moment of its making.
NAME = "%Y%m%dT%H%M%SZ"


def dumps_folder() -> Path:
    """Return the folder of all dumps."""
    return Path(settings.DUMPS_DIR)


def dump_names() -> list[str]:
    """Return the names of the dumps that are whole, the newest first."""
    folder = dumps_folder()
    if not folder.is_dir():
        return []
    return sorted((path.name for path in folder.iterdir() if _is_whole(path)), reverse=True)


def newest_dump() -> Path | None:
    """Return the folder of the newest dump."""
    return next((dumps_folder() / name for name in dump_names()), None)


def moment_of(name: str) -> datetime:
    """Return when a dump was made; raise `ValueError` for a name that is none."""
    return datetime.strptime(name, NAME).replace(tzinfo=UTC)


def manifest_of(name: str) -> Manifest:
    """Return the manifest of a dump."""
    return read_manifest(dumps_folder() / name / MANIFEST)


def file_of(name: str, file_name: str) -> tuple[Path, str, str] | None:
    """Return the path, the media type and the mark of a file of a dump, None where there is none."""
    folder = dumps_folder() / name
    if not _is_whole(folder):
        return None
    if file_name in {MANIFEST, CHECKSUMS}:
        kind = "application/json" if file_name == MANIFEST else "text/plain; charset=utf-8"
        return folder / file_name, kind, f"{name}-{file_name}"
    try:
        file = manifest_of(name).file(file_name)
    except KeyError:
        return None
    return folder / file.name, file.media_type, file.sha256[:32]


def _is_whole(folder: Path) -> bool:
    try:
        moment_of(folder.name)
    except ValueError:
        return False
    return (folder / MANIFEST).is_file()
