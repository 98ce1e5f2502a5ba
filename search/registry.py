"""The registered search sources; a room registers its own in its `apps.ready()`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from django.db.models import Model

from search.enums import FACETS, Kind
from search.sources import SearchSource

#: Returns the names of codes of a facet, in the active language; unknown codes are left out.
Labels = Callable[[Collection[str]], Mapping[str, str]]

_sources: dict[str, SearchSource[Any]] = {}
_labels: defaultdict[str, list[Labels]] = defaultdict(list)
_excluded: dict[type[Model], str] = {}


class AlreadyRegistered(Exception):
    """Two sources share a name or a model: a mistake that must not pass in silence."""


class UnknownSource(LookupError):
    """No source has this name."""


def register(source: SearchSource[Any]) -> None:
    """Add a source; raise `AlreadyRegistered` for a name or model in use."""
    if source.name in _sources:
        raise AlreadyRegistered(f"search source {source.name!r} is registered already")
    other = for_model(source.model)
    if other is not None:
        raise AlreadyRegistered(f"{source.model._meta.label} is searchable already, by source {other.name!r}")
    _sources[source.name] = source


def exclude(model: type[Model], reason: str) -> None:
    """Say that a page or record type is not searched, and why; the system check then asks for no source."""
    if not reason:
        raise ValueError(f"why is {model._meta.label} not searched?")
    _excluded[model] = reason


def is_excluded(model: type[Model]) -> bool:
    """Return whether a page or record type is left out on purpose."""
    return model in _excluded


def get(name: str) -> SearchSource[Any]:
    """Return the source of this name."""
    try:
        return _sources[name]
    except KeyError:
        raise UnknownSource(f"no search source is named {name!r}") from None


def for_model(model: type[Model]) -> SearchSource[Any] | None:
    """Return the source that serves a model."""
    return next((source for source in _sources.values() if source.model is model), None)


def all_sources() -> Iterator[SearchSource[Any]]:
    """Return the sources in the order of registration."""
    return iter(list(_sources.values()))


def register_labels(facet: str, labels: Labels) -> None:
    """Add a source of names for the codes of a facet; several rooms may name codes of one."""
    if facet not in FACETS:
        raise ValueError(f"{facet!r} is no facet; there are {', '.join(FACETS)}")
    _labels[facet].append(labels)


def labels(facet: str, codes: Collection[str]) -> dict[str, str]:
    """Return the names of codes in the active language; a code that nobody names stands for itself."""
    found = {code: code for code in codes}
    if facet == "kind":
        return found | {kind.value: str(kind.label) for kind in Kind if kind.value in found}
    for source in _labels[facet] if codes else []:
        found |= source(codes)
    return found
