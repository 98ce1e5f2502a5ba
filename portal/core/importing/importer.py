"""An import: lines are read one by one, checked, and stored in batches of one transaction each."""

from __future__ import annotations

import gc
import glob
import gzip
import hashlib
import io
import json
import os
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Generic, Protocol, TypeVar

import orjson
from django.conf import settings
from django.db import transaction

from portal.core import generation
from portal.core.importing.cleaning import Rejected
from portal.core.importing.statistics import refresh_statistics

#: A longer line is refused without being read into memory whole.
MAX_LINE_BYTES = 64 * 1024 * 1024
#: A batch of long lines is stored before it is full.
_MAX_BATCH_BYTES = 16 * 1024 * 1024
_MOST_UNKNOWN_FIELDS = 100
_LONGEST_FIELD_NAME = 60
#: From so many new rows on the database counts its tables anew.
_MANY_ROWS = 1000


class Record(Protocol):
    """What an importer makes of a line."""

    @property
    def source_id(self) -> str:
        """The identifier in the file."""


R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass
class Outcome:
    """What an import did, in numbers of lines."""

    stored: int = 0
    unchanged: int = 0
    rejected: int = 0
    #: Where the rejected lines are told, when there are any.
    rejected_path: Path | None = None
    unknown_fields: set[str] = field(default_factory=set)

    def note_unknown(self, names: Iterable[str]) -> None:
        """Remember fields that are not known, as many and as much of each as a person would read."""
        if len(self.unknown_fields) < _MOST_UNKNOWN_FIELDS:
            self.unknown_fields |= {name[:_LONGEST_FIELD_NAME] for name in names}

    @property
    def exit_code(self) -> int:
        """0 all in, 2 some rejected, 1 nothing done."""
        if not self.rejected:
            return 0
        return 2 if self.stored or self.unchanged else 1


def digest_of(line: bytes, version: str = "1") -> str:
    """Return what tells a changed line from an unchanged one; raise `version` when the mapping changes."""
    return version + ":" + hashlib.blake2b(line.strip(), digest_size=16).hexdigest()


class Importer(ABC, Generic[R]):
    """How one kind of record is checked and stored; a kind is a subclass."""

    #: Names of the fields that the kind knows; others are reported once, not refused.
    known_fields: frozenset[str]
    batch_size = 500

    @abstractmethod
    def check(self, raw: dict[str, Any], digest: str) -> R:
        """Return the clean record or raise `Rejected`; in a thread of its own, without asking the database."""

    @abstractmethod
    def store(self, records: list[R]) -> tuple[int, list[tuple[R, str]]]:
        """Store a batch inside the caller's transaction; return how many changed and the refused with reasons.

        Records of one batch have different `source_id`s.
        """

    def run(self, path: Path, *, advance: Callable[[int], None] = lambda size: None) -> Outcome:
        """Import a file (gzip or plain); `advance` is told the bytes read. Raises `OSError` when it cannot be read."""
        outcome = Outcome()
        with RejectedLines(path) as rejected, _no_cycle_search():
            # While the database stores a batch, the next one is read and checked.
            for batch in _read_ahead(self._batches(path, advance, outcome)):
                for number, reason in batch.rejected:
                    rejected.write(number, reason)
                outcome.rejected += len(batch.rejected)
                self._store(batch.records, outcome, rejected)
        if outcome.stored >= _MANY_ROWS:
            refresh_statistics()
        outcome.rejected_path = rejected.path if outcome.rejected else None
        return outcome

    def _batches(self, path: Path, advance: Callable[[int], None], outcome: Outcome) -> Iterator[_Batch[R]]:
        """Yield the file's lines, checked, in batches bounded in number and size."""
        batch: _Batch[R] = _Batch()
        number = 0
        try:
            for number, line in _lines(path, advance):
                try:
                    record = self._record(line, outcome)
                except Rejected as reason:
                    batch.rejected.append((number, str(reason)))
                else:
                    if record is None:
                        continue
                    if record.source_id in batch.records:
                        yield batch
                        batch = _Batch()
                    batch.records[record.source_id] = (number, record)
                    batch.size += len(line or b"")
                if (
                    len(batch.records) + len(batch.rejected) >= self.batch_size
                    or batch.size >= _MAX_BATCH_BYTES
                ):
                    yield batch
                    batch = _Batch()
        except (EOFError, zlib.error) as error:
            # What came before the damage is whole; the missing rest is told as one more line.
            batch.rejected.append(
                (number + 1, f"tệp nén bị hỏng hoặc bị cắt: {error}. (The file ends in the middle.)")
            )
        yield batch

    def _record(self, line: bytes | None, outcome: Outcome) -> R | None:
        if line is None:
            raise Rejected(f"dòng dài quá {MAX_LINE_BYTES // 1024 // 1024} MiB. (The line is too long.)")
        if not line.strip():
            return None
        try:
            raw = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            raise Rejected(f"không phải JSON trong UTF-8: {error}. (Not JSON in UTF-8.)") from error
        if not isinstance(raw, dict):
            raise Rejected("mỗi dòng phải là một đối tượng JSON. (A line must be a JSON object.)")
        if unknown := raw.keys() - self.known_fields:
            outcome.note_unknown(unknown)
        return self.check(raw, digest_of(line))

    def _store(self, batch: Mapping[str, tuple[int, R]], outcome: Outcome, rejected: RejectedLines) -> None:
        if not batch:
            return
        numbers = {source_id: number for source_id, (number, _record) in batch.items()}
        with transaction.atomic():
            stored, refused = self.store([record for _number, record in batch.values()])
            if stored:
                generation.raise_generation()
        for record, reason in refused:
            rejected.write(numbers[record.source_id], reason)
        outcome.stored += stored
        outcome.rejected += len(refused)
        outcome.unchanged += len(batch) - stored - len(refused)


@dataclass
class _Batch(Generic[R]):
    """Lines that are stored together."""

    #: The clean records by their identifiers, each with its line's number.
    records: dict[str, tuple[int, R]] = field(default_factory=dict)
    #: Numbers of the lines that are not taken in, with the reasons.
    rejected: list[tuple[int, str]] = field(default_factory=list)
    #: In bytes, of the lines of `records`.
    size: int = 0


def _read_ahead(batches: Iterator[T]) -> Iterator[T]:
    """Yield batches, the next of which a thread of its own makes ready meanwhile."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


@contextmanager
def _no_cycle_search() -> Iterator[None]:
    """Leave the search for reference cycles: records have none, and looking at each again took a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _lines(path: Path, advance: Callable[[int], None]) -> Iterator[tuple[int, bytes | None]]:
    """Return the file's lines with their numbers from 1, None for one that is too long."""
    with path.open("rb") as packed:
        is_gzip = packed.read(2) == b"\x1f\x8b"
        packed.seek(0)
        stream: IO[bytes] = gzip.GzipFile(fileobj=packed) if is_gzip else packed  # type: ignore[assignment]
        reader = io.BufferedReader(stream, 1 << 20)  # type: ignore[type-var]
        number, told = 0, 0
        while line := reader.readline(MAX_LINE_BYTES + 1):
            number += 1
            if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
                while (rest := reader.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
                    pass
                yield number, None
            else:
                yield number, line
            position = packed.tell()
            if position != told:
                advance(position - told)
                told = position


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True


class RejectedLines:
    """`FILE.rejected.jsonl` beside the imported file: written whole at the end, absent when nothing was rejected.

    Where the file's folder takes no file it lies in `DATA_DIR` instead: a rejected line never stops the rest.
    """

    def __init__(self, path: Path) -> None:
        name = path.name.removesuffix(".gz").removesuffix(".jsonl")
        self.path = path.with_name(f"{name}.rejected.jsonl")
        self._file: IO[str] | None = None

    @property
    def _draft(self) -> Path:
        return self.path.with_name(f".{self.path.name}.{os.getpid()}")

    def write(self, line: int, reason: str) -> None:
        """Add a rejected line."""
        if self._file is None:
            self._file = self._open()
        self._file.write(json.dumps({"line": line, "reason": reason}, ensure_ascii=False) + "\n")

    def _open(self) -> IO[str]:
        try:
            return self._draft.open("w", encoding="utf-8")
        except OSError:
            self.path = Path(settings.DATA_DIR) / self.path.name
            return self._draft.open("w", encoding="utf-8")

    def __enter__(self) -> RejectedLines:
        """Begin, and sweep up what imports left behind that were killed."""
        for draft in self.path.parent.glob(f".{glob.escape(self.path.name)}.*"):
            with suppress(OSError, ValueError):
                if not _is_alive(int(draft.suffix[1:])):
                    draft.unlink()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if self._file is not None:
            self._file.close()
            if kind is None:
                self._draft.replace(self.path)
            else:
                self._draft.unlink(missing_ok=True)
        elif kind is None:
            with suppress(OSError):  # a folder that takes no file holds none of ours
                self.path.unlink(missing_ok=True)
