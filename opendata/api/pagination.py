"""Lists in pages: `{"count", "next", "previous", "results"}`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from opendata.api import cursors
from opendata.api.errors import InvalidParameters
from portal.core.lists import MAX_PAGE, cached_count, rows_of

MAX_PAGE_SIZE = 100

M = TypeVar("M", bound=Model)
R = TypeVar("R", bound=BaseModel)
T = TypeVar("T")


class PageNumberQuery(BaseModel):
    """Which page of a list is asked for, by its number."""

    page: int = Field(
        1, ge=1, description=gettext_noop("Trang thứ mấy, từ 1; trang không có thật trả lời 404."),
        json_schema_extra={"example": 1},
    )  # fmt: skip
    page_size: int = Field(
        20, ge=1, le=MAX_PAGE_SIZE, description=gettext_noop("Số bản ghi một trang, tối đa 100."),
        json_schema_extra={"example": 20},
    )  # fmt: skip


class PageQuery(PageNumberQuery):
    """Which page of a list is asked for, by its number or by the place where the one before it ended."""

    after: str = Field(
        "", max_length=cursors.LONGEST,
        description=gettext_noop(
            "Vị trí mà trang trước kết thúc, lấy từ next: đọc tiếp đúng từ đó, không trùng và không sót dù vừa có thêm "
            "bản ghi mới; page khi đó chỉ là số thứ tự để đếm."
        ),
        json_schema_extra={"example": ""},
    )  # fmt: skip
    before: str = Field(
        "", max_length=cursors.LONGEST,
        description=gettext_noop("Vị trí mà trang sau bắt đầu, lấy từ previous."),
        json_schema_extra={"example": ""},
    )  # fmt: skip


class Page(BaseModel, Generic[R]):
    """One page of a list."""

    count: int = Field(description=gettext_noop("Tổng số bản ghi khớp với bộ lọc."))
    next: str | None = Field(description=gettext_noop("Địa chỉ của trang sau, null ở trang cuối."))
    previous: str | None = Field(description=gettext_noop("Địa chỉ của trang trước, null ở trang đầu."))
    results: list[R] = Field(description=gettext_noop("Các bản ghi của trang."))

    @classmethod
    def of(cls, part: Slice[Any], results: Iterable[R]) -> Self:
        """Return the page that shows a slice of a list."""
        return cls(count=part.count, next=part.next, previous=part.previous, results=list(results))


@dataclass(frozen=True)
class Slice(Generic[T]):
    """The rows of one page, with the addresses of its neighbours."""

    count: int
    next: str | None
    previous: str | None
    rows: list[T]


def paginate(
    request: HttpRequest, queryset: QuerySet[M], query: PageQuery, *, keys: Sequence[str] = ()
) -> Slice[M]:
    """Return the asked page of an ordered list; raise `Http404` past its end (3 queries, the count remembered).

    `keys` name columns of the model itself that order it, where the list is ordered by those of another table.
    """
    # What can hold nothing (a number without digits) has no SQL whose count could be remembered.
    count = 0 if queryset.query.is_empty() else cached_count(queryset)
    order = cursors.keys_of(queryset, keys)
    place = _place(query, order)
    size = query.page_size
    if place is None:
        start, stop = bounds(count, query)
        found = queryset[start:stop]
        has_more = query.page < _last_page(count, query)
    elif query.after:
        found = cursors.after(queryset, order, place)[: size + 1]
    else:
        found = cursors.after(queryset.reverse(), cursors.reversed_keys(order), place)[: size + 1]
    # The keys are found in an index alone; only the rows that are shown are read whole.
    ids = list(found.values_list("pk", flat=True))
    if place is not None:
        has_more, ids = len(ids) > size, ids[:size]
    rows = rows_of(queryset, ids[::-1] if query.before else ids)
    has_next = bool(query.before) or has_more
    has_previous = has_more if query.before else place is not None or query.page > 1
    return Slice(
        count=count,
        next=_page_url(request, query.page + 1, after=cursors.place_of(rows[-1], order))
        if has_next and rows
        else None,
        previous=_page_url(
            request,
            max(1, query.page - 1),
            before=cursors.place_of(rows[0], order) if place is not None else "",
        )
        if has_previous and rows
        else None,
        rows=rows,
    )


def _place(query: PageQuery, order: Sequence[cursors.Key]) -> list[Any] | None:
    """Return the place that is asked for, None where a page is; raise `InvalidParameters` for what is no place."""
    if query.after and query.before:
        raise InvalidParameters({"before": _("Chỉ dùng một trong hai: after hoặc before.")})
    for name, text in (("after", query.after), ("before", query.before)):
        if text:
            try:
                return cursors.parse_place(text, order)
            except ValueError as error:
                raise InvalidParameters({name: str(error)}) from error
    return None


def paginate_list(request: HttpRequest, items: Sequence[T], query: PageNumberQuery) -> Slice[T]:
    """Return the asked page of a short list; raise `Http404` past its end."""
    start, stop = bounds(len(items), query)
    return slice_of(request, query, len(items), list(items[start:stop]))


def _last_page(count: int, query: PageNumberQuery) -> int:
    return max(1, min(MAX_PAGE, -(-count // query.page_size)))


def bounds(count: int, query: PageNumberQuery) -> tuple[int, int]:
    """Return where the asked page begins and ends; raise `Http404` past the end of the list."""
    last = _last_page(count, query)
    if query.page > last:
        raise Http404(
            _("Danh sách này có %(last)s trang, không có trang %(page)s.")
            % {"last": last, "page": query.page}
        )
    start = (query.page - 1) * query.page_size
    return start, start + query.page_size


def slice_of(request: HttpRequest, query: PageNumberQuery, count: int, rows: list[T]) -> Slice[T]:
    """Return the rows of a page with the addresses of its neighbours."""
    is_last = query.page == _last_page(count, query)
    return Slice(
        count=count,
        next=None if is_last else _page_url(request, query.page + 1),
        previous=_page_url(request, query.page - 1) if query.page > 1 else None,
        rows=rows,
    )


def _page_url(request: HttpRequest, number: int, *, after: str = "", before: str = "") -> str:
    """Return the absolute address of another page of the list, its filters kept."""
    params = request.GET.copy()
    params["page"] = str(number)
    for name, place in (("after", after), ("before", before)):
        params.pop(name, None)
        if place:
            params[name] = place
    return request.build_absolute_uri(f"{request.path}?{params.urlencode()}")
