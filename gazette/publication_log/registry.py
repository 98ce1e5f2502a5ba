"""By what rooms plug into the log: what they publish, and what `verify` checks besides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from portal.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class LoggedFile:
    """A file that belongs to a published record."""

    file_id: int
    title: str
    sha256: str
    file_path: str


@dataclass(frozen=True, kw_only=True)
class LoggedRecord:
    """A published record: its public content as JSON knows it, and its files."""

    object_id: int
    title: str
    path: str
    content: dict[str, Any]
    files: list[LoggedFile] = field(default_factory=list)
    #: The content as logs of earlier versions told it, where that was less.
    former_contents: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class LogSource:
    """A kind of record that the log tells of; `load` returns those of the wanted records that are published."""

    model: type[Model]
    load: Callable[[Collection[int]], Iterable[LoggedRecord]]
    #: Ids of everything published, in ascending order.
    published_ids: Callable[[], Iterable[int]]
    withdrawal_reason: Callable[[Any], str]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What differs from what it must be: whose, and what."""

    record: str
    message: str


log_sources: Registry[LogSource] = Registry("log source")

#: Functions that yield what differs; `verify` asks all of them.
verifications: Registry[Callable[[], Iterable[Fault]]] = Registry("verification")
