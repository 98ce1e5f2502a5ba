"""Corrections: the public log `/corrections`, its figures, and reporting what is wrong on a page by program."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from opendata.api.conditional import set_list_modified
from opendata.api.errors import InvalidParameters, WrongSecret
from opendata.api.pagination import Page, PageQuery, paginate
from opendata.api.parameters import Day, check_period
from opendata.api.posting import Solution, once
from opendata.api.records import Record, absolute_url
from portal.core.intake import allowances, proof_of_work
from portal.core.intake.fields import normal_text
from portal.core.services.private_contacts import PHONE, Contact
from portal.corrections.addresses import page_address, page_path
from portal.corrections.enums import ReportState
from portal.corrections.models import Report
from portal.corrections.selectors import corrections, figures, report_of
from portal.corrections.services.reports import LONGEST_TEXT, NewReport, receive

router = Router(tags=["corrections"])


class CorrectionQuery(PageQuery):
    """What the log may be asked for."""

    path: str = Field(
        "",
        max_length=700,
        description=gettext_noop("Chỉ đính chính của trang này."),
        json_schema_extra={"example": "/van-ban/12/"},
    )
    corrected_from: Day | None = Field(
        None, description=gettext_noop("Đính chính từ ngày này."), json_schema_extra={"example": "2026-01-01"}
    )
    corrected_to: Day | None = Field(
        None,
        description=gettext_noop("Đính chính đến hết ngày này."),
        json_schema_extra={"example": "2026-12-31"},
    )


class Correction(Record):
    """What was corrected on a page; who reported it and in which words is not public."""

    id: int = Field(description=gettext_noop("Số của đính chính."))
    path: str = Field(description=gettext_noop("Đường dẫn của trang đã đính chính."))
    page_url: str = Field(description=gettext_noop("Địa chỉ của trang đã đính chính."))
    correction: str = Field(description=gettext_noop("Điều đã đính chính."))
    reported_at: datetime = Field(description=gettext_noop("Nhận báo cáo lúc."))
    due_on: date = Field(description=gettext_noop("Hạn xử lý."))
    corrected_at: datetime | None = Field(description=gettext_noop("Đính chính lúc."))


class CorrectionPage(Page[Correction]):
    """One page of the log."""


class CorrectionFigures(BaseModel):
    """How many reports came in and what became of them."""

    received: int = Field(description=gettext_noop("Số báo cáo đã nhận."))
    corrected: int = Field(description=gettext_noop("Số báo cáo dẫn đến đính chính."))
    refused: int = Field(description=gettext_noop("Số báo cáo không dẫn đến đính chính."))
    open: int = Field(description=gettext_noop("Số báo cáo đang kiểm tra."))
    overdue: int = Field(description=gettext_noop("Trong đó quá hạn."))


class ReporterContact(BaseModel):
    """How a reporter is told what became of it."""

    model_config = ConfigDict(extra="forbid")

    email: StrictStr | None = Field(None, max_length=254, description=gettext_noop("Thư điện tử."))
    phone: StrictStr | None = Field(None, max_length=30, description=gettext_noop("Điện thoại."))


class PostedReport(BaseModel):
    """A report of something wrong on a page."""

    model_config = ConfigDict(extra="forbid")

    page: StrictStr = Field(
        max_length=900, description=gettext_noop("Địa chỉ hoặc đường dẫn của trang trên cổng này.")
    )
    text: StrictStr = Field(description=gettext_noop("Điều không chính xác, tối đa 5.000 ký tự."))
    proposal: StrictStr | None = Field(None, description=gettext_noop("Thông tin đúng và nguồn của nó."))
    contact: ReporterContact | None = Field(
        None, description=gettext_noop("Cách liên hệ; không bao giờ công khai.")
    )
    consent: StrictBool = Field(
        description=gettext_noop("Đồng ý để cổng xử lý thông tin cho việc kiểm tra này; phải là true.")
    )
    altcha: Solution


class ReportReceipt(BaseModel):
    """What a reporter follows up with."""

    receipt: str = Field(description=gettext_noop("Mã biên nhận; cổng chỉ lưu bản băm."))
    state: str = Field(description=gettext_noop("Trạng thái."))
    due_on: date = Field(description=gettext_noop("Hạn trả lời."))


class ReceiptQuery(BaseModel):
    """Whose report is asked for."""

    receipt: str = Field(
        "",
        max_length=60,
        description=gettext_noop("Mã biên nhận."),
        json_schema_extra={"example": "7KQ2-M9XD-44TB-PZ1C-0R8W"},
    )


class TrackedReport(BaseModel):
    """Where a report stands, without its private fields."""

    state: str = Field(description=gettext_noop("Trạng thái."))
    state_name: str = Field(description=gettext_noop("Tên của trạng thái."))
    path: str = Field(description=gettext_noop("Đường dẫn của trang."))
    received_at: datetime = Field(description=gettext_noop("Nhận lúc."))
    due_on: date = Field(description=gettext_noop("Hạn trả lời."))
    decided_at: datetime | None = Field(description=gettext_noop("Xử lý lúc."))
    correction: str | None = Field(description=gettext_noop("Điều đã đính chính."))
    refusal: str | None = Field(description=gettext_noop("Lý do không đính chính."))


@router.get(
    "/corrections", operation_id="listCorrections", response=CorrectionPage,
    summary=gettext_noop("Nhật ký đính chính"),
    description=gettext_noop("Những gì đã đính chính trên các trang của cổng, mới nhất trước."),
)  # fmt: skip
def list_corrections(
    request: HttpRequest, response: HttpResponse, query: Query[CorrectionQuery]
) -> CorrectionPage:
    """Anyone: the public log."""
    check_period(query.corrected_from, query.corrected_to, "corrected_to")
    path = page_path(page_address(query.path))
    if query.path and not path:
        raise InvalidParameters({"path": _("Không phải là trang của cổng này.")})
    found = corrections(path, query.corrected_from, query.corrected_to)
    part = paginate(request, found, query)
    set_list_modified(response)
    return CorrectionPage.of(part, [_correction(request, report) for report in part.rows])


@router.get(
    "/corrections/figures", operation_id="correctionFigures", response=CorrectionFigures,
    summary=gettext_noop("Số liệu về báo thông tin không chính xác"),
    description=gettext_noop("Đã nhận, đã đính chính, không đính chính, đang kiểm tra, quá hạn."),
)  # fmt: skip
def get_figures(request: HttpRequest, response: HttpResponse) -> CorrectionFigures:
    """Anyone: how many reports came in and what became of them."""
    response["Cache-Control"] = "no-cache"
    return CorrectionFigures(**figures())


@router.get(
    "/corrections/track", operation_id="trackCorrection", response=TrackedReport,
    summary=gettext_noop("Theo dõi báo cáo bằng mã biên nhận"),
    description=gettext_noop("Trạng thái, hạn và kết quả; không có thông tin riêng tư."),
)  # fmt: skip
def track(request: HttpRequest, response: HttpResponse, query: Query[ReceiptQuery]) -> TrackedReport:
    """Whoever has the receipt: where the report stands."""
    allowances.take(allowances.LOOKUP, request.META.get("REMOTE_ADDR", ""))
    report = report_of(query.receipt)
    if report is None:
        raise WrongSecret(_("Không có báo cáo nào mang mã này; hãy xem lại từng ký tự."))
    response["Cache-Control"] = "private, no-store"
    return TrackedReport(
        state=report.state,
        state_name=str(ReportState(report.state).label),
        path=report.path,
        received_at=report.created_at,
        due_on=report.due_on,
        decided_at=report.decided_at,
        correction=report.correction or None,
        refusal=report.refusal or None,
    )


@router.post(
    "/corrections", operation_id="postCorrection", response={201: ReportReceipt},
    summary=gettext_noop("Báo thông tin không chính xác"),
    description=gettext_noop(
        "Không cần tài khoản. Trước khi gửi: lấy challenge và giải. Cổng kiểm tra và trả lời trong 10 ngày; điều được "
        "đính chính đứng trong nhật ký."
    ),
)  # fmt: skip
def post_report(request: HttpRequest, response: HttpResponse, posted: PostedReport) -> Any:
    """Anyone: say what is wrong on a page."""
    new = _checked(posted)

    def make() -> dict[str, Any]:
        proof_of_work.spend(posted.altcha)
        receipt, report = receive(new)
        return {"receipt": receipt, "state": report.state, "due_on": report.due_on.isoformat()}

    status, answer = once(request, "correction", lambda: None, make)
    response["Cache-Control"] = "no-store"
    return Status(status, answer)


def _correction(request: HttpRequest, report: Report) -> Correction:
    return Correction(
        id=report.pk,
        source_id=None,
        url=f"{absolute_url(request, '/dinh-chinh/')}?{urlencode({'trang': report.path})}#dinh-chinh-{report.pk}",
        updated_at=report.decided_at,
        path=report.path,
        page_url=absolute_url(request, report.path),
        correction=report.correction,
        reported_at=report.created_at,
        due_on=report.due_on,
        corrected_at=report.decided_at,
    )


def _checked(posted: PostedReport) -> NewReport:
    """Return what is reported in normal letters; raise `InvalidParameters` for what cannot be taken."""
    errors: dict[str, str] = {}
    contact = posted.contact or ReporterContact()
    email, phone = (contact.email or "").strip(), (contact.phone or "").strip()
    address = "" if "\0" in posted.page else page_address(posted.page)
    if not address:
        errors["page"] = _("Địa chỉ này không phải là một trang công khai của cổng; ví dụ: /van-ban/12/.")
    texts = {"text": posted.text, "proposal": posted.proposal or ""}
    for name, text in texts.items():
        if "\0" in text:
            errors[name] = _("Không nhận ký tự NUL.")
        elif len(normal_text(text)) > LONGEST_TEXT:
            errors[name] = _("Không được dài quá %(limit)s ký tự.") % {"limit": LONGEST_TEXT}
    if not normal_text(posted.text):
        errors["text"] = _("Hãy viết điều không chính xác.")
    if not posted.consent:
        errors["consent"] = _("Cần đồng ý thì cổng mới nhận được (true).")
    for name, value, validate in (("contact.email", email, validate_email), ("contact.phone", phone, PHONE)):
        try:
            if value:
                validate(value)
        except ValidationError as error:
            errors[name] = " ".join(error.messages)
    if errors:
        raise InvalidParameters(errors)
    return NewReport(
        address=address,
        text=normal_text(posted.text),
        proposal=normal_text(posted.proposal or ""),
        contact=Contact(email=email, phone=phone),
        language=get_language() or "vi",
    )
