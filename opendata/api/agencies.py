"""Agencies: `/agencies`, `/agencies/{code}`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from opendata.api.conditional import set_last_modified, set_list_modified
from opendata.api.pagination import Page, PageQuery, paginate
from opendata.api.parameters import Day, Words
from opendata.api.records import Record, absolute_url
from portal.agencies.enums import NameKind
from portal.agencies.models import Agency, AgencySuccession

router = Router(tags=["agencies"])


class AgencyDayQuery(BaseModel):
    """The day for which agencies are told."""

    as_of: Day | None = Field(
        None, description=gettext_noop("Tên và cơ quan cấp trên vào ngày này; danh sách chỉ gồm cơ quan có khi đó."),
        json_schema_extra={"example": "2021-12-31"},
    )  # fmt: skip


class AgencyQuery(PageQuery, AgencyDayQuery):
    """What the list of agencies may be asked for."""

    q: Words = Field(
        "", description=gettext_noop("Từ có trong một tên của cơ quan, hoặc phần đầu của mã; không phân biệt dấu."),
        json_schema_extra={"example": "van phong"},
    )  # fmt: skip
    external: bool = Field(
        False, description=gettext_noop("true: kể cả cơ quan trung ương và của tỉnh khác."),
        json_schema_extra={"example": False},
    )  # fmt: skip


class AgencySummary(Record):
    """An agency as lists show it."""

    code: str = Field(description=gettext_noop("Mã của cơ quan, không đổi."), examples=["VPUBND"])
    name: str = Field(description=gettext_noop("Tên tiếng Việt hiện nay, hoặc vào as_of."))
    name_en: str = Field(description=gettext_noop("Tên tiếng Anh; rỗng khi không có."))
    abbreviation: str = Field(description=gettext_noop("Chữ viết tắt trong ký hiệu văn bản."))
    kind: str = Field(description=gettext_noop("Loại cơ quan."), examples=["so"])
    level: str = Field(description=gettext_noop("Cấp."), examples=["tinh"])
    parent: str | None = Field(description=gettext_noop("Mã cơ quan cấp trên hiện nay, hoặc vào as_of."))
    is_external: bool = Field(description=gettext_noop("Cơ quan trung ương hoặc của tỉnh khác."))
    province: str = Field(description=gettext_noop("Tỉnh của cơ quan ngoài tỉnh."))
    valid_from: date | None = Field(description=gettext_noop("Hoạt động từ ngày; null khi không rõ."))
    valid_until: date | None = Field(
        description=gettext_noop("Hoạt động đến hết ngày; null khi còn hoạt động.")
    )


class AgencyPage(Page[AgencySummary]):
    """One page of agencies."""


class FormerName(BaseModel):
    """A name that an agency bore."""

    name: str = Field(description=gettext_noop("Tên cũ."))
    valid_from: date | None = Field(description=gettext_noop("Từ ngày."))
    valid_until: date | None = Field(description=gettext_noop("Đến hết ngày."))


class Succession(BaseModel):
    """An agency before or after this one."""

    code: str = Field(description=gettext_noop("Mã của cơ quan kia."))
    name: str = Field(description=gettext_noop("Tên của cơ quan kia."))
    kind: str = Field(description=gettext_noop("Hình thức: merge, split, rename, abolish, transfer."))
    on: date | None = Field(description=gettext_noop("Từ ngày; null khi không rõ."))
    note: str = Field(description=gettext_noop("Ghi chú."))


class AgencyDetail(AgencySummary):
    """An agency with its contacts and its history."""

    address: str = Field(description=gettext_noop("Địa chỉ."))
    phone: str = Field(description=gettext_noop("Điện thoại."))
    email: str = Field(description=gettext_noop("Thư điện tử."))
    website: str = Field(description=gettext_noop("Trang thông tin điện tử."))
    functions: str = Field(description=gettext_noop("Chức năng, nhiệm vụ."))
    former_names: list[FormerName] = Field(description=gettext_noop("Các tên cũ."))
    successors: list[Succession] = Field(description=gettext_noop("Các cơ quan kế thừa."))
    successor_note: str = Field(description=gettext_noop("Ghi chú về cơ quan kế thừa."))
    predecessors: list[Succession] = Field(description=gettext_noop("Các cơ quan trước đó."))


@router.get(
    "/agencies", operation_id="listAgencies", response=AgencyPage, summary=gettext_noop("Danh sách cơ quan"),
    description=gettext_noop("Cơ quan của tỉnh với mã ổn định; vào một ngày trong quá khứ nếu hỏi as_of."),
)  # fmt: skip
def list_agencies(request: HttpRequest, response: HttpResponse, query: Query[AgencyQuery]) -> AgencyPage:
    """Anyone: the agencies of the province, of all if asked."""
    found = Agency.objects.all() if query.external else Agency.objects.own()
    if query.q:
        found = found.named_like(query.q)
    if query.as_of:
        found = found.valid_on(query.as_of)
    part = paginate(
        request, found.select_related("parent").prefetch_related("names", "former_parents__parent"), query
    )
    set_list_modified(response)
    return AgencyPage.of(
        part, [AgencySummary(**_summary(request, agency, query.as_of)) for agency in part.rows]
    )


@router.get(
    "/agencies/{str:code}", operation_id="getAgency", response=AgencyDetail, summary=gettext_noop("Một cơ quan"),
    description=gettext_noop("Một cơ quan với liên hệ, tên cũ, cơ quan trước và sau; mã viết hoa hay thường đều được."),
)  # fmt: skip
def get_agency(
    request: HttpRequest, response: HttpResponse, code: str, query: Query[AgencyDayQuery]
) -> AgencyDetail:
    """Anyone: an agency, also one that is no more."""
    rows = (
        Agency.objects.with_code(code)
        .select_related("parent")
        .prefetch_related("names", "former_parents__parent")
    )
    agency = rows.first()
    if agency is None:
        raise Http404
    set_last_modified(response, [agency.updated_at])
    return AgencyDetail(
        **_summary(request, agency, query.as_of),
        address=agency.address,
        phone=agency.phone,
        email=agency.email,
        website=agency.website,
        functions=agency.functions,
        former_names=[
            FormerName(name=name.name_vi, valid_from=name.valid_from, valid_until=name.valid_until)
            for name in agency.names.all()
            if name.kind == NameKind.FORMER
        ],
        successors=[
            _succession(step, step.successor) for step in agency.successions.select_related("successor")
        ],
        successor_note=agency.successor_note,
        predecessors=[
            _succession(step, step.predecessor) for step in agency.inheritances.select_related("predecessor")
        ],
    )


def _summary(request: HttpRequest, agency: Agency, on: date | None) -> dict[str, Any]:
    parent = agency.parent_on(on)
    return {
        "url": absolute_url(request, agency.get_absolute_url()),
        "source_id": agency.code,
        "updated_at": agency.updated_at,
        "code": agency.code,
        "name": agency.name_on(on),
        "name_en": agency.name_en,
        "abbreviation": agency.abbreviation,
        "kind": agency.kind,
        "level": agency.level,
        "parent": parent.code if parent else None,
        "is_external": agency.is_external,
        "province": agency.province,
        "valid_from": agency.valid_from,
        "valid_until": agency.valid_until,
    }


def _succession(step: AgencySuccession, other: Agency) -> Succession:
    return Succession(code=other.code, name=other.name_vi, kind=step.kind, on=step.on, note=step.note)
