"""The vectors of what is in the index: a file of records that only grows, mapped into memory by its readers.

A record is the key of an entry and its vector. A later record of the same key stands for the earlier one; what was
deleted stays as a record that no hit asks for, until the next learning writes the file anew.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.learning.features import Floats
from search.learning.model import DIMENSIONS

_BLOCK: Final = 8192
_RECORD: Final = np.dtype([("key", "<u8"), ("vector", "<f2", (DIMENSIONS,))])


def entry_key(source_name: str, object_id: str, unit: str) -> int:
    """Return the number by which an entry is known, in the index and here; it fits a signed 64-bit field."""
    name = "\0".join((source_name, object_id, unit)).encode()
    return int.from_bytes(blake2b(name, digest_size=8).digest(), "little") >> 1


class VectorFile:
    """The vectors of one model."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._size = -1
        self._records = np.zeros(0, _RECORD)
        self._keys = np.zeros(0, np.uint64)
        self._places = np.zeros(0, np.int64)

    def append(self, keys: Sequence[int], vectors: Floats) -> None:
        """Add the vectors of entries; one writer at a time, who holds the index for writing."""
        records = np.zeros(len(keys), _RECORD)
        records["key"], records["vector"] = keys, vectors
        with self._path.open("ab") as file:
            # A writer that was killed may have left a part of a record behind.
            file.truncate(file.tell() - file.tell() % _RECORD.itemsize)
            file.write(records.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def of(self, keys: Sequence[int]) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the vectors of these entries, and which of them have one; the others are zeros."""
        self._follow()
        with self._lock:
            known, places, records = self._keys, self._places, self._records
        wanted = np.array(keys, np.uint64)
        found = np.zeros((len(wanted), DIMENSIONS), np.float32)
        if not len(known) or not len(wanted):
            return found, np.zeros(len(wanted), bool)
        # The last of equal keys is the newest, as the sort kept their order.
        at = np.searchsorted(known, wanted, side="right") - 1
        is_known = (at >= 0) & (known[at] == wanted)
        found[is_known] = records["vector"][places[at[is_known]]]
        return found, is_known

    def nearest_among(self, keys: NDArray[np.uint64], vector: Floats, count: int, least: float) -> list[int]:
        """Return the places of those entries whose vectors are at least so near to one, best first."""
        self._follow()
        with self._lock:
            known, places, records = self._keys, self._places, self._records
        if not len(known) or not len(keys):
            return []
        at = np.searchsorted(known, keys, side="right") - 1
        is_known = (at >= 0) & (known[at] == keys)
        rows = places[np.maximum(at, 0)]
        likeness = np.full(len(keys), -1.0, np.float32)
        for start in range(0, len(keys), _BLOCK):
            part = slice(start, start + _BLOCK)
            likeness[part] = records["vector"][rows[part]].astype(np.float32) @ vector
        likeness[~is_known] = -1.0
        best = np.argsort(-likeness, kind="stable")[:count]
        return [int(place) for place in best if likeness[place] >= least]

    def nearest(self, vector: Floats, count: int) -> list[int]:
        """Return the keys of the entries whose vectors point most nearly the same way, best first."""
        self._follow()
        with self._lock:
            known, places, records = self._keys, self._places, self._records
        if not len(known):
            return []
        # Only the newest record of each key; block by block, as half precision must be widened first.
        newest = places[np.append(known[1:] != known[:-1], True)]
        likeness = np.concatenate(
            [
                records["vector"][newest[start : start + _BLOCK]].astype(np.float32) @ vector
                for start in range(0, len(newest), _BLOCK)
            ]
        )
        best = newest[np.argsort(-likeness, kind="stable")[:count]]
        return [int(key) for key in records["key"][best]]

    def __len__(self) -> int:
        self._follow()
        return len(np.unique(self._keys))

    def _follow(self) -> None:
        """Map the file anew when it has grown."""
        size = self._path.stat().st_size // _RECORD.itemsize if self._path.exists() else 0
        with self._lock:
            if size == self._size:
                return
            if size:
                self._records = np.memmap(self._path, _RECORD, mode="r", shape=(size,))
            keys = np.array(self._records["key"])
            self._places = np.argsort(keys, kind="stable")
            self._keys = keys[self._places]
            self._size = size
