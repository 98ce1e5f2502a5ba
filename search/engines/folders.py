"""Folders of an embedded index: a pointer names the live one, and one lock admits one writer at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.engines.base import EngineBusy

_POINTER = "current"
_LOCK = "writer.lock"
_POLL_SECONDS = 0.05


class IndexFolders:
    """The folder that holds every generation of an index."""

    def __init__(self, root: Path, version: str) -> None:
        self.root = root
        self._version = version

    def live_name(self) -> str:
        """Return the name of the live index, empty when there is none of this version."""
        try:
            name = (self.root / _POINTER).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return name if name.startswith(f"{self._version}-") and (self.root / name).is_dir() else ""

    def path(self, name: str) -> Path:
        """Return the folder of an index."""
        return self.root / name

    def new(self) -> str:
        """Make an empty folder for a new index."""
        name = f"{self._version}-{time.time_ns()}"
        self.path(name).mkdir(parents=True)
        return name

    def swap(self, name: str) -> None:
        """Make an index the live one, in one step for every reader."""
        draft = self.root / f"{_POINTER}.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / _POINTER)

    def remove(self, name: str) -> None:
        """Delete an index that did not get ready."""
        shutil.rmtree(self.path(name), ignore_errors=True)

    def remove_others(self, kept: str) -> None:
        """Delete every index but one: those replaced, and those that an interrupted rebuild left behind."""
        for path in self.root.iterdir():
            if path.is_dir() and path.name != kept:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def locked(self, wait_seconds: float) -> Iterator[None]:
        """Hold the writer's lock, which the system frees should the process die; raise `EngineBusy` after the wait."""
        self.root.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + wait_seconds
        with (self.root / _LOCK).open("a") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() >= deadline:
                        raise EngineBusy("another process is writing to the search index") from None
                    time.sleep(_POLL_SECONDS)
            yield

    def size(self, name: str) -> int:
        """Return how many bytes an index takes."""
        return sum(path.stat().st_size for path in self.path(name).iterdir() if path.is_file())
