"""Code lists: `/reference`, `/reference/{table}`."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from opendata.api.conditional import set_last_modified
from opendata.api.pagination import Page, PageNumberQuery, paginate_list
from opendata.api.records import Record
from portal.core import reference
from portal.core.registry import reference_tables

router = Router(tags=["reference"])


class TableSummary(BaseModel):
    """A code list."""

    table: str = Field(description=gettext_noop("Tên bảng."), examples=["document_types"])
    title: str = Field(description=gettext_noop("Bảng nói về gì."))
    columns: list[str] = Field(description=gettext_noop("Các cột của bảng."))
    url: str = Field(description=gettext_noop("Địa chỉ của bảng trong API."))


class TablePage(Page[TableSummary]):
    """One page of the code lists."""


class Entry(Record):
    """An entry of a code list: the columns of its table beside what every record has."""

    model_config = ConfigDict(extra="allow")


class EntryPage(Page[Entry]):
    """One page of a code list."""


@router.get(
    "/reference", operation_id="listReferenceTables", response=TablePage,
    summary=gettext_noop("Các bảng mã"),
    description=gettext_noop("Các bảng mã mà API và các bộ lọc dùng: loại văn bản, tình trạng, lĩnh vực, cơ quan …"),
)  # fmt: skip
def list_tables(request: HttpRequest, response: HttpResponse, query: Query[PageNumberQuery]) -> TablePage:
    """Anyone: the names of the code lists."""
    tables = [
        TableSummary(
            table=name, title=str(table.title), columns=list(table.columns), url=_table_url(request, name)
        )
        for name, table in reference_tables.items()
    ]
    part = paginate_list(request, tables, query)
    set_last_modified(response, [])
    return TablePage.of(part, part.rows)


@router.get(
    "/reference/{str:table}", operation_id="getReferenceTable", response=EntryPage,
    summary=gettext_noop("Một bảng mã"),
    description=gettext_noop(
        "Các dòng của một bảng mã, cột như trong tệp của bảng; cột quan hệ chứa mã của dòng được nhắc đến. "
        "name là tên theo ngôn ngữ của yêu cầu."
    ),
)  # fmt: skip
def get_table(
    request: HttpRequest, response: HttpResponse, table: str, query: Query[PageNumberQuery]
) -> EntryPage:
    """Anyone: the entries of a code list."""
    if table not in reference_tables:
        raise Http404
    part = paginate_list(request, reference.rows(table, get_language() or "vi"), query)
    set_last_modified(response, [])
    url = _table_url(request, table)
    return EntryPage.of(part, [_entry(row, url) for row in part.rows])


def _entry(row: dict[str, Any], url: str) -> Entry:
    source_id = row.get("code") or row.get("number")
    return Entry(url=url, source_id=source_id, updated_at=None, **row)


def _table_url(request: HttpRequest, table: str) -> str:
    return request.build_absolute_uri(reverse("api:get_table", args=[table]))
