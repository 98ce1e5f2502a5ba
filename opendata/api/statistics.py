"""Statistics of the portal itself: `/statistics/activity`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from opendata.activity.selectors import FIRST_YEAR, activity, current_year
from opendata.api.conditional import set_list_modified
from opendata.api.errors import InvalidParameters
from opendata.api.records import absolute_url

router = Router(tags=["statistics"])


class ActivityQuery(BaseModel):
    """The time that is counted."""

    year: int | None = Field(
        None, ge=FIRST_YEAR, description=gettext_noop("Năm; mặc định là năm nay."),
        json_schema_extra={"example": 2021},
    )  # fmt: skip
    month: int | None = Field(
        None, ge=1, le=12, description=gettext_noop("Tháng; để trống là cả năm."),
        json_schema_extra={"example": 5},
    )  # fmt: skip


class CollectionActivity(BaseModel):
    """What a collection of the portal published."""

    code: str = Field(
        description=gettext_noop("Mã chuyên mục (bảng portal_collections)."), examples=["tin-tuc"]
    )
    count: int = Field(description=gettext_noop("Số bản ghi có ngày nằm trong kỳ, theo giờ Việt Nam."))
    change: int = Field(description=gettext_noop("Tăng hay giảm so với cùng kỳ năm trước."))
    previous: int = Field(description=gettext_noop("Số bản ghi cùng kỳ năm trước."))
    name: str = Field(description=gettext_noop("Tên chuyên mục."))
    unit: str = Field(description=gettext_noop("Đơn vị tính."))
    months: list[int] = Field(description=gettext_noop("Số bản ghi từng tháng của năm, từ tháng 1."))


class Activity(BaseModel):
    """What the portal published in a year or in a month of it."""

    year: int = Field(description=gettext_noop("Năm."))
    month: int | None = Field(description=gettext_noop("Tháng; null là cả năm."))
    url: str = Field(description=gettext_noop("Địa chỉ trang báo cáo của năm."))
    collections: list[CollectionActivity] = Field(description=gettext_noop("Các chuyên mục của báo cáo."))


@router.get(
    "/statistics/activity", operation_id="getActivity", response=Activity,
    summary=gettext_noop("Hoạt động của cổng"),
    description=gettext_noop(
        "Số lượng nội dung từng chuyên mục đã đăng trong một năm hoặc một tháng, và mức "
        "tăng giảm so với cùng kỳ năm trước."
    ),
)  # fmt: skip
def get_activity(request: HttpRequest, response: HttpResponse, query: Query[ActivityQuery]) -> Activity:
    """Anyone: the counts of the activity report."""
    year = current_year() if query.year is None else query.year
    if year > current_year():
        raise InvalidParameters({"year": _("Không được quá %(limit)s.") % {"limit": current_year()}})
    set_list_modified(response)
    return Activity(
        year=year,
        month=query.month,
        url=absolute_url(request, f"/bao-cao/{year}/"),
        collections=[
            CollectionActivity(
                code=item.code, count=item.count, change=item.change, previous=item.previous, name=item.name,
                unit=item.unit, months=list(item.months),
            )
            for item in activity(year, query.month)
        ],
    )  # fmt: skip
