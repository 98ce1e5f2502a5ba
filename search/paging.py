"""Pages of a result list, with the attributes that `components/pagination.html` shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from search.query import MAX_HITS, SearchQuery


@dataclass(frozen=True)
class PageLink:
    """A link of the pagination, or a gap between two."""

    number: int = 0
    url: str = ""
    is_current: bool = False
    is_gap: bool = False


class ResultPages:
    """Where a page of hits stands among the others."""

    def __init__(self, query: SearchQuery, count: int, path: str, params: Sequence[tuple[str, str]]) -> None:
        self.number = query.page
        self.num_pages = page_count(query, count)
        self._path = path
        self._params = [(name, value) for name, value in params if name != "page"]

    def url(self, number: int) -> str:
        """Return the address of another page of the same query."""
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
        around = range(max(1, self.number - 2), min(self.num_pages, self.number + 2) + 1)
        links: list[PageLink] = []
        previous = 0
        for number in sorted({1, self.num_pages, *around}):
            if number - previous > 1:
                links.append(PageLink(is_gap=True))
            links.append(PageLink(number, self.url(number), number == self.number))
            previous = number
        return links


def page_count(query: SearchQuery, count: int) -> int:
    """Return how many pages there are, of those that can be reached."""
    return max(1, -(-min(count, MAX_HITS) // query.page_size))
