"""Lists of records: filters from the address, paging whose count costs nothing after the first reader."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from portal.core import generation

M = TypeVar("M", bound=Model)

#: A list deeper than this is for the API's dumps, not for a reader; it bounds the cost of an offset.
MAX_PAGE = 10_000


def cached_count(queryset: QuerySet[Any]) -> int:
    """Count the rows, remembering the answer until the next publication."""
    try:
        sql, params = queryset.order_by().query.sql_with_params()
    except EmptyResultSet:  # a filter that nothing can meet has no SQL
        return 0
    digest = hashlib.sha256(repr((sql, params)).encode()).hexdigest()
    return int(cache.get_or_set(f"count:{generation.current()}:{digest}", queryset.count, 3600) or 0)


def rows_of(queryset: QuerySet[M], keys: Sequence[Any]) -> list[M]:
    """Return the rows with these keys, in their order, read as the queryset reads rows; its filters are left out."""
    whole = queryset.order_by()
    # The keys say it all; with the filters beside them SQLite may walk through an index of these instead.
    whole.query.clear_where()
    rows = {row.pk: row for row in whole.filter(pk__in=keys)}
    return [rows[key] for key in keys if key in rows]


@dataclass(frozen=True)
class PageLink:
    """A link of the pagination, or a gap between two."""

    number: int = 0
    url: str = ""
    is_current: bool = False
    is_gap: bool = False


class ListPage(Generic[M], Sequence[M]):
    """One page of a list, with the addresses of its neighbours; raises `Http404` past the end."""

    def __init__(self, queryset: QuerySet[M], request: HttpRequest, *, page_size: int = 20) -> None:
        self._params = [
            (name, value)
            for name, values in request.GET.lists()
            if name != "page"
            for value in values
            if value
        ]
        self._path = request.path
        total = cached_count(queryset)
        self.count = total  # type: ignore[assignment,method-assign]  # as Django's page says it
        self.num_pages = max(1, min(MAX_PAGE, -(-total // page_size)))
        self.number = self._page_number(request.GET.get("page", "1"))
        start = (self.number - 1) * page_size
        # The keys are found in an index alone; only the rows that are shown are read whole.
        keys = list(queryset.values_list("pk", flat=True)[start : start + page_size])
        self.object_list: list[M] = rows_of(queryset, keys)
        self.start_index = start + 1 if keys else 0
        self.end_index = start + len(keys)

    def _page_number(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= self.num_pages):
            raise Http404("no such page of the list")
        return int(text)

    def url(self, number: int) -> str:
        """Return the address of another page of this list, its filters kept."""
        params = self._params + ([("page", str(number))] if number > 1 else [])
        return f"{self._path}?{urlencode(params)}" if params else self._path

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.number < self.num_pages

    @property
    def previous_url(self) -> str:
        """The address of the page before."""
        return self.url(self.number - 1)

    @property
    def next_url(self) -> str:
        """The address of the page after."""
        return self.url(self.number + 1)

    @property
    def links(self) -> list[PageLink]:
        """The first and last page and those around this one, gaps between them."""
        shown = sorted(
            {1, self.num_pages, *range(max(1, self.number - 2), min(self.num_pages, self.number + 2) + 1)}
        )
        links: list[PageLink] = []
        previous = 0
        for number in shown:
            if number - previous > 1:
                links.append(PageLink(is_gap=True))
            links.append(PageLink(number, self.url(number), number == self.number))
            previous = number
        return links

    def __len__(self) -> int:
        return len(self.object_list)

    def __getitem__(self, index: Any) -> Any:
        return self.object_list[index]

    def __iter__(self) -> Iterator[M]:
        return iter(self.object_list)
