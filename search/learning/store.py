"""The learned layer on disk: the live one, and how another takes its place, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from search import ranking
from search.engines.folders import IndexFolders
from search.learning import features
from search.learning.model import DIMENSIONS, MeaningModel
from search.learning.vectors import VectorFile

logger = logging.getLogger(__name__)

#: A model is used only by code that makes the same features and vectors of a text.
VERSION: Final = hashlib.sha256(
    repr((features.FORMAT, DIMENSIONS, sorted(ranking.MEANING_WEIGHTS.items()))).encode()
).hexdigest()[:10]

_ABOUT = "model.json"
_VECTORS = "vectors.bin"
_WAIT_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class About:
    """What an operator wants to know of a model."""

    learned_at: str
    pair_count: int
    label_count: int
    feature_count: int
    #: The index whose entries it was learned for.
    index_version: str


@dataclass(frozen=True)
class Layer:
    """A model with the vectors of the entries of the index."""

    name: str
    about: About
    model: MeaningModel
    vectors: VectorFile


def live() -> Layer | None:
    """Return the layer in use; none was learned, or it is of another version of the code: then there is none."""
    folders = _folders()
    name = folders.live_name()
    if not name:
        return None
    try:
        return _open(folders.path(name))
    except (OSError, ValueError, TypeError):
        # Search is whole without it; its order is then that of words alone.
        logger.exception("the learned layer in %s cannot be read", folders.path(name))
        return None


@contextmanager
def replacing() -> Iterator[Path]:
    """Give an empty folder for a new layer, which takes the place of the live one if the block ends without an error.

    Raise `EngineBusy` when another process is learning.
    """
    folders = _folders()
    with folders.locked(_WAIT_SECONDS):
        name = folders.new()
        yield folders.path(name)
        # A layer that cannot be opened must not become the live one.
        _open(folders.path(name))
        folders.swap(name)
        folders.remove_others(name)


def remove() -> None:
    """Go on without a learned layer."""
    folders = _folders()
    with folders.locked(_WAIT_SECONDS):
        folders.remove_others("")


def save(folder: Path, model: MeaningModel, about: About) -> VectorFile:
    """Write a model into its folder and return where its vectors go."""
    model.save(folder)
    (folder / _ABOUT).write_text(json.dumps(asdict(about)), encoding="utf-8")
    return VectorFile(folder / _VECTORS)


def _folders() -> IndexFolders:
    return IndexFolders(Path(settings.SEARCH_INDEX_DIR) / "meaning", VERSION)


@lru_cache(maxsize=4)
def _open(folder: Path) -> Layer:
    about = About(**json.loads((folder / _ABOUT).read_text(encoding="utf-8")))
    return Layer(folder.name, about, MeaningModel.load(folder), VectorFile(folder / _VECTORS))
