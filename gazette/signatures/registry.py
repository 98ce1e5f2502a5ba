"""By what rooms to the left plug into the check of files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portal.core.registry import Registry, Text


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A file of this portal with the same bytes."""

    title: str
    #: Path of the record that the file belongs to, without a language.
    path: str
    file_path: str
    published_at: datetime
    #: When the file was withdrawn or replaced, None while it is published.
    withdrawn_at: datetime | None
    sequence: int
    kind: Text


#: Functions that find the publications of a file by its SHA-256.
publication_finders: Registry[Callable[[str], list[Publication]]] = Registry("publication finder")


def publications_of(sha256: str) -> list[Publication]:
    """Return every publication of a file with this SHA-256."""
    return [found for _name, find in publication_finders.items() for found in find(sha256)]
