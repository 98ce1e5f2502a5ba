"""Where a dump is read from: a folder, or the address of a portal's downloads."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

from opendata.dumps.manifest import MANIFEST, BadDump, DumpFile, Manifest, read_manifest

_CHUNK = 1 << 20
_SECONDS = 60


class Source:
    """A dump in a folder, or at an address, from which it is copied file by file and gone at the end."""

    def __init__(self, place: str) -> None:
        self._address = place.rstrip("/") if place.startswith(("http://", "https://")) else ""
        self._folder = Path(tempfile.mkdtemp(prefix="dump-")) if self._address else Path(place)

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._address:
            shutil.rmtree(self._folder, ignore_errors=True)

    def manifest(self) -> Manifest:
        """Return what is in the dump; raise `BadDump` where there is none."""
        return read_manifest(self.path(MANIFEST))

    def path(self, name: str) -> Path:
        """Return a file of the dump on this machine."""
        path = self._folder / name
        if self._address and not path.exists():
            self._fetch(name, path)
        if not path.is_file():
            raise BadDump(f"{path}: there is no such file.")
        return path

    def check(self, file: DumpFile) -> None:
        """Raise `BadDump` for a file that is not what the manifest says."""
        digest = hashlib.sha256()
        with self.path(file.name).open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != file.sha256:
            raise BadDump(f"{file.name}: its SHA-256 is not the one of the manifest.")

    def _fetch(self, name: str, path: Path) -> None:
        address = f"{self._address}/{name}"
        try:
            # The address was given on the command line and begins with http.
            with urllib.request.urlopen(address, timeout=_SECONDS) as answer, path.open("wb") as file:  # noqa: S310
                shutil.copyfileobj(answer, file)
        except (urllib.error.URLError, OSError) as error:
            path.unlink(missing_ok=True)
            raise BadDump(f"{address}: {error}.") from error
