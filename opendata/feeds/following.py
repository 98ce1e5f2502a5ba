"""Lists and searches that people follow: the same that have feeds, with the same filters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict

from opendata.feeds.sources import SOURCES, FeedSource
from portal.core.following import Change, Followable, Followed, followables, with_filters
from search.enums import FACETS
from search.registry import labels
from search.vietnamese import format_date

#: So many of the newest are compared with what was known: what comes with an old date is not missed.
_DEPTH = {"search": 1000}
_DEPTH_OF_LISTS = 300
#: A category or a year may stand in the path.
_IN_PATH = {"news": "category", "issues": "year"}
_PATHS = {"news": r"(?:([a-z0-9][a-z0-9-]*)/)?", "issues": r"(?:(\d{4})/)?"}


def connect() -> None:
    """Let every list that has feeds be followed."""
    for order, (name, source) in enumerate(SOURCES.items()):
        pattern = re.compile(re.escape(source.path) + _PATHS.get(name, ""))
        followables.register(
            f"feeds {name}", Followable(pattern=pattern, find=partial(_find, name, source)), order=200 + order
        )


def _find(name: str, source: FeedSource, match: re.Match[str], query: QueryDict) -> Followed | None:
    data = query.copy()
    if match.re.groups and match[1]:
        data[_IN_PATH[name]] = match[1]
    form = source.form(data)
    if not form.is_valid():
        return None
    address = with_filters(source.path, data, form.fields)
    if name == "search" and address == source.path:
        return None
    return Followed(
        address=address,
        title=_title(source, form),
        changes=partial(_changes, name, source, form),
        feed=address,
    )


def _changes(name: str, source: FeedSource, form: Any) -> Iterable[Change]:
    for entry in source.entries(form, _DEPTH.get(name, _DEPTH_OF_LISTS), latest=True):
        path = urlsplit(entry.url)
        yield Change(
            key=entry.id,
            title=entry.title,
            path=path.path
            + (f"?{path.query}" if path.query else "")
            + (f"#{path.fragment}" if path.fragment else ""),
            at=entry.updated,
            summary=entry.summary if entry.summary != entry.title else "",
        )


def _title(source: FeedSource, form: Any) -> str:
    """Return what a list with its filters is called: Văn bản: “giá đất”, Quyết định."""
    parts: list[str] = []
    for name in form.fields:
        value = form.cleaned_data.get(name)
        if not value:
            continue
        if name == "q":
            parts.append(f"“{value}”")
        elif name in FACETS:
            codes = [str(code) for code in (value if isinstance(value, list | tuple) else [value])]
            parts.extend(labels(name, codes).values())
        elif isinstance(value, list | tuple):
            parts.extend(map(str, value))
        else:
            text = format_date(value) if hasattr(value, "isoformat") else str(value)
            parts.append(f"{name} {text}" if "from" in name or "to" in name or name == "as_of" else text)
    return f"{source.title}: {', '.join(parts)}" if parts else str(source.title)
