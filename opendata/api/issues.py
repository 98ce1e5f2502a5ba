"""Gazette issues: `/gazette/issues`, `/gazette/issues/{year}/{number}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from gazette.issues.models import GazetteEntry, GazetteIssue
from gazette.issues.numbering import IssueNumber, parse_issue_number
from gazette.issues.selectors import IssueFilters, find_issues, issue_at, with_entries
from gazette.signatures.models import FileInspection
from gazette.signatures.selectors import inspections_of
from opendata.api.conditional import set_last_modified, set_list_modified
from opendata.api.errors import Gone, InvalidParameters
from opendata.api.files import PublishedFile, file_facts
from opendata.api.pagination import Page, PageQuery, paginate
from opendata.api.parameters import Day, Words, check_period
from opendata.api.records import Record, absolute_url
from search import vietnamese

router = Router(tags=["gazette"])


class IssueQuery(PageQuery):
    """What the list of gazette issues may be asked for."""

    q: Words = Field(
        "", description=gettext_noop("Từ có trong tên số Công báo hoặc trong mục lục; không phân biệt dấu."),
        json_schema_extra={"example": "giá đất"},
    )  # fmt: skip
    year: int | None = Field(
        None,
        ge=1900,
        le=2200,
        description=gettext_noop("Năm của số Công báo."),
        json_schema_extra={"example": 2026},
    )
    number: Words = Field(
        "", description=gettext_noop("Số Công báo, riêng lẻ hoặc nằm trong một khoảng, ví dụ 47 hoặc 44 + 45."),
        json_schema_extra={"example": "44"},
    )  # fmt: skip
    province: str | None = Field(
        None, max_length=60,
        description=gettext_noop("Tên tỉnh có Công báo; giá trị rỗng là Công báo của chính tỉnh này."),
        json_schema_extra={"example": "Sơn La"},
    )  # fmt: skip
    document: Words = Field(
        "", description=gettext_noop("Số, ký hiệu của một văn bản trong mục lục, viết cách nào cũng được."),
        json_schema_extra={"example": "24/2021/QĐ-UBND"},
    )  # fmt: skip
    published_from: Day | None = Field(
        None, description=gettext_noop("Đăng từ ngày này."), json_schema_extra={"example": "2026-01-01"}
    )
    published_to: Day | None = Field(
        None, description=gettext_noop("Đăng đến hết ngày này."), json_schema_extra={"example": "2026-12-31"}
    )
    sort: Literal["-date", "date"] = Field(
        "-date", description=gettext_noop("Thứ tự theo ngày đăng; dấu trừ là mới nhất trước."),
        json_schema_extra={"example": "-date"},
    )  # fmt: skip


class IssueFile(PublishedFile):
    """The file of an issue."""


class IssueSummary(Record):
    """A gazette issue as lists show it."""

    year: int = Field(description=gettext_noop("Năm."))
    number: str = Field(
        description=gettext_noop("Số như trong địa chỉ, có thể là một khoảng."), examples=["44-45"]
    )
    issue_number: str = Field(description=gettext_noop("Số như in trên Công báo."), examples=["44 + 45"])
    title: str = Field(description=gettext_noop("Tên của số Công báo."))
    part: str = Field(description=gettext_noop("Phần, tập."))
    published_on: date | None = Field(description=gettext_noop("Ngày đăng; null khi không rõ."))
    is_special: bool = Field(description=gettext_noop("Số đặc biệt hoặc phụ trương."))
    province: str = Field(
        description=gettext_noop("Tỉnh theo nguồn; rỗng khi là Công báo của chính tỉnh này.")
    )
    item_count: int = Field(description=gettext_noop("Số mục trong mục lục."))
    file: IssueFile | None = Field(description=gettext_noop("Tệp PDF của số; null khi cổng không có."))


class IssuePage(Page[IssueSummary]):
    """One page of gazette issues."""


class PublishedDocument(BaseModel):
    """The document behind an item, where the portal holds it."""

    id: int = Field(description=gettext_noop("Mã văn bản trên cổng."))
    source_id: str | None = Field(description=gettext_noop("Mã của văn bản trong tệp đã nhập vào."))
    number: str = Field(description=gettext_noop("Số, ký hiệu."))
    url: str = Field(description=gettext_noop("Địa chỉ của trang văn bản."))


class IssueItem(BaseModel):
    """An item of an issue's table of contents."""

    section: str = Field(description=gettext_noop("Phần trong mục lục."))
    number: str = Field(description=gettext_noop("Số, ký hiệu như in trong mục lục."))
    type_name: str = Field(description=gettext_noop("Loại văn bản như in."))
    agency_name: str = Field(description=gettext_noop("Cơ quan ban hành như in."))
    issued_on: date | None = Field(description=gettext_noop("Ngày ban hành."))
    title: str = Field(description=gettext_noop("Trích yếu."))
    page_from: int | None = Field(description=gettext_noop("Từ trang."))
    page_to: int | None = Field(description=gettext_noop("Đến trang."))
    part_number: int | None = Field(description=gettext_noop("Phần thứ mấy của văn bản dài."))
    part_count: int | None = Field(description=gettext_noop("Trên tổng số mấy phần."))
    document: PublishedDocument | None = Field(
        description=gettext_noop("Văn bản trên cổng; null khi không có.")
    )


class IssueDetail(IssueSummary):
    """A gazette issue with its table of contents."""

    note: str = Field(description=gettext_noop("Ghi chú."))
    source_name: str = Field(description=gettext_noop("Nguồn."))
    source_url: str = Field(description=gettext_noop("Địa chỉ tại nguồn."))
    items: list[IssueItem] = Field(description=gettext_noop("Mục lục theo thứ tự."))


@router.get(
    "/gazette/issues", operation_id="listGazetteIssues", response=IssuePage,
    summary=gettext_noop("Danh sách số Công báo"),
    description=gettext_noop("Các số Công báo đã đăng, không kèm mục lục."),
)  # fmt: skip
def list_issues(request: HttpRequest, response: HttpResponse, query: Query[IssueQuery]) -> IssuePage:
    """Anyone: the published issues that meet the filters."""
    check_period(query.published_from, query.published_to, "published_to")
    filters = IssueFilters(
        q=query.q,
        year=query.year,
        number=_number(query.number),
        province=None if query.province is None else vietnamese.normalize(query.province),
        document=query.document,
        published_from=query.published_from,
        published_to=query.published_to,
        sort=query.sort,
    )
    part = paginate(request, find_issues(filters).for_list(), query)
    set_list_modified(response)
    inspections = _inspections(part.rows)
    rows = [IssueSummary(**_summary(request, issue, issue.entry_count, inspections)) for issue in part.rows]
    return IssuePage.of(part, rows)


@router.get(
    "/gazette/issues/{int:year}/{str:number}", operation_id="getGazetteIssue", response=IssueDetail,
    summary=gettext_noop("Số Công báo theo năm và số"),
    description=gettext_noop("Số Công báo với mục lục, số trang và tệp; number có thể là một khoảng như 44-45."),
)  # fmt: skip
def get_issue(request: HttpRequest, response: HttpResponse, year: int, number: str) -> IssueDetail:
    """Anyone: a published issue, by any of its numbers."""
    found = issue_at(year, number)
    if found is None:
        raise Http404
    if not found.issue.live:
        raise Gone(found.issue.withdrawal_reason)
    issue = with_entries(GazetteIssue.objects.published()).get(pk=found.issue.pk)
    entries = list(issue.entries.all())
    set_last_modified(response, [issue.updated_at])
    return IssueDetail(
        **_summary(request, issue, len(entries), _inspections([issue])),
        note=issue.note,
        source_name=issue.source_name,
        source_url=issue.source_url,
        items=[_item(request, entry) for entry in entries],
    )


def _number(text: str) -> IssueNumber | None:
    """Return the numbers that a text means, None for no text; raise `InvalidParameters` for another one."""
    if not text:
        return None
    try:
        number = parse_issue_number(text)
    except ValidationError as error:
        raise InvalidParameters({"number": error.messages[0]}) from error
    if number is None:
        raise InvalidParameters({"number": _("Phải là số Công báo, ví dụ 47 hoặc 44 + 45.")})
    return number


def _inspections(issues: Iterable[GazetteIssue]) -> dict[str, FileInspection]:
    return inspections_of(issue.file.sha256 for issue in issues if issue.file)


def _summary(
    request: HttpRequest, issue: GazetteIssue, item_count: int, inspections: Mapping[str, FileInspection]
) -> dict[str, Any]:
    return {
        "source_id": issue.source_id,
        "url": absolute_url(request, issue.get_absolute_url()),
        "updated_at": issue.updated_at,
        "year": issue.year,
        "number": issue.slug,
        "issue_number": issue.issue_number,
        "title": issue.name,
        "part": issue.part,
        "published_on": issue.published_on,
        "is_special": issue.is_special,
        "province": issue.province,
        "item_count": item_count,
        "file": _file(request, issue, inspections),
    }


def _file(
    request: HttpRequest, issue: GazetteIssue, inspections: Mapping[str, FileInspection]
) -> IssueFile | None:
    path = issue.get_file_url()
    if issue.file is None or path is None:
        return None
    return IssueFile(
        **file_facts(issue.file, absolute_url(request, path), inspections.get(issue.file.sha256))
    )


def _item(request: HttpRequest, entry: GazetteEntry) -> IssueItem:
    document = entry.document if entry.document and entry.document.live else None
    return IssueItem(
        section=entry.section,
        number=entry.number,
        type_name=entry.type_text,
        agency_name=entry.issuer,
        issued_on=entry.issued_on,
        title=entry.title,
        page_from=entry.page_from,
        page_to=entry.page_to,
        part_number=entry.part_number,
        part_count=entry.part_count,
        document=PublishedDocument(
            id=document.pk,
            source_id=document.source_id,
            number=document.number,
            url=absolute_url(request, document.get_absolute_url()),
        )
        if document
        else None,
    )
