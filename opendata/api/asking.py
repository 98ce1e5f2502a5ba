"""Asking by program: `POST /questions`, and following up with the code and its secret: `/questions/track`.

What is posted to an address has to share the router of what is read there.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Status
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from opendata.api.comments import PostedContact
from opendata.api.errors import InvalidParameters, WrongSecret
from opendata.api.posting import Solution, once
from opendata.api.questions import router
from opendata.api.records import absolute_url
from portal.core.intake import proof_of_work
from portal.core.intake.fields import LONGEST_TEXT, normal_line, normal_text
from portal.core.services.private_contacts import PHONE, Contact
from portal.questions.enums import Channel, State
from portal.questions.models import QuestionField
from portal.questions.presentation import case
from portal.questions.services.asking import LONGEST_TITLE, NewQuestion, receive
from portal.questions.services.tracking import look_up


class PostedQuestion(BaseModel):
    """A question as it is posted."""

    model_config = ConfigDict(extra="forbid")

    title: StrictStr = Field(description=gettext_noop("Tiêu đề, tối đa 300 ký tự; được công khai."))
    text: StrictStr = Field(description=gettext_noop("Nội dung câu hỏi, tối đa 20.000 ký tự."))
    field: StrictStr | None = Field(
        None, max_length=64, description=gettext_noop("Lĩnh vực: mã của bảng qa_fields.")
    )
    area: StrictStr | None = Field(
        None,
        max_length=200,
        description=gettext_noop("Địa bàn: mã hoặc tên đơn vị hành chính; tên khác không được công khai."),
    )
    name: StrictStr | None = Field(
        None, max_length=200, description=gettext_noop("Họ tên; không bao giờ công khai.")
    )
    contact: PostedContact | None = Field(
        None, description=gettext_noop("Cách liên hệ; không bao giờ công khai.")
    )
    consent: StrictBool = Field(description=gettext_noop("Đồng ý công bố câu hỏi và trả lời; phải là true."))
    altcha: Solution


class QuestionReceipt(BaseModel):
    """What an asker follows up with."""

    code: str = Field(description=gettext_noop("Mã hồ sơ."))
    secret: str = Field(description=gettext_noop("Mã bí mật; cổng chỉ lưu bản băm."))
    due_on: date = Field(description=gettext_noop("Hạn trả lời."))


class TrackQuery(BaseModel):
    """Whose question is asked for."""

    code: str = Field(
        "",
        max_length=60,
        description=gettext_noop("Mã hồ sơ."),
        json_schema_extra={"example": "HD-7KQ2M-9XD44"},
    )
    secret: str = Field(
        "",
        max_length=60,
        description=gettext_noop("Mã bí mật."),
        json_schema_extra={"example": "7KQ2-M9XD-44TB-PZ1C-0R8W"},
    )


class TrackedMessage(BaseModel):
    """A further word."""

    author: str = Field(description=gettext_noop("Ai viết."))
    text: str = Field(description=gettext_noop("Nội dung."))
    at: str = Field(description=gettext_noop("Lúc viết."))


class TrackedEvent(BaseModel):
    """What happened."""

    at: str = Field(description=gettext_noop("Lúc."))
    text: str = Field(description=gettext_noop("Việc gì."))


class TrackedAnswer(BaseModel):
    """The answer that the asker reads at once."""

    text: str = Field(description=gettext_noop("Nội dung trả lời."))
    legal_bases: list[str] = Field(description=gettext_noop("Căn cứ pháp lý."))


class TrackedQuestion(BaseModel):
    """Where a question is, without its private fields."""

    code: str = Field(description=gettext_noop("Mã hồ sơ."))
    state: str = Field(description=gettext_noop("Trạng thái: mã của bảng qa_statuses."))
    state_name: str = Field(description=gettext_noop("Tên của trạng thái."))
    state_reason: str | None = Field(description=gettext_noop("Lý do, khi từ chối, trả lại hoặc gỡ."))
    withdrawn: bool = Field(description=gettext_noop("Người hỏi đã rút."))
    held_by: str = Field(description=gettext_noop("Đang ở đâu; rỗng khi đã xong."))
    title: str = Field(description=gettext_noop("Tiêu đề."))
    text: str = Field(description=gettext_noop("Nội dung câu hỏi."))
    field: str | None = Field(description=gettext_noop("Lĩnh vực: mã của bảng qa_fields."))
    agency: str | None = Field(description=gettext_noop("Mã cơ quan trả lời."))
    received_at: datetime | None = Field(description=gettext_noop("Nhận lúc."))
    due_on: date | None = Field(description=gettext_noop("Hạn trả lời."))
    due_explanation: list[str] = Field(description=gettext_noop("Hạn được tính thế nào, từng câu."))
    answered_at: datetime | None = Field(description=gettext_noop("Trả lời lúc."))
    answer: TrackedAnswer | None = Field(description=gettext_noop("Câu trả lời; null khi chưa có."))
    messages: list[TrackedMessage] = Field(description=gettext_noop("Trao đổi thêm."))
    events: list[TrackedEvent] = Field(description=gettext_noop("Diễn biến."))
    url: str | None = Field(description=gettext_noop("Trang câu hỏi; null khi chưa công bố."))


@router.post(
    "/questions", operation_id="postQuestion", response={201: QuestionReceipt},
    summary=gettext_noop("Gửi câu hỏi"),
    description=gettext_noop(
        "Không cần tài khoản. Trước khi gửi: lấy challenge và giải. Có thể kèm đầu mục Idempotency-Key: gửi lại cùng "
        "khóa và cùng nội dung thì nhận lại câu trả lời đầu, không lưu hai lần; cùng khóa với nội dung khác trả lời "
        "409. Câu hỏi được kiểm duyệt, chuyển cơ quan có thẩm quyền và công bố cùng câu trả lời."
    ),
)  # fmt: skip
def post_question(request: HttpRequest, response: HttpResponse, posted: PostedQuestion) -> Any:
    """Anyone: ask."""
    new = _checked(posted)

    def make() -> dict[str, Any]:
        proof_of_work.spend(posted.altcha)
        taken = receive(new)
        question = taken.question
        assert question.due_on is not None  # noqa: S101  # a question that comes in has its day
        return {"code": question.code, "secret": taken.secret, "due_on": question.due_on.isoformat()}

    status, answer = once(request, "question", lambda: None, make)
    response["Cache-Control"] = "no-store"
    return Status(status, answer)


@router.get(
    "/questions/track", operation_id="trackQuestion", response=TrackedQuestion,
    summary=gettext_noop("Theo dõi câu hỏi bằng mã hồ sơ và mã bí mật"),
    description=gettext_noop(
        "Trạng thái, ai đang giữ, hạn trả lời và cách tính; không có thông tin riêng tư. Mã sai được trả lời như nhau "
        "dù hồ sơ có hay không, và càng sai càng chậm."
    ),
)  # fmt: skip
def track(request: HttpRequest, response: HttpResponse, query: Query[TrackQuery]) -> TrackedQuestion:
    """Whoever has the code and its secret: where the question is."""
    question = look_up(query.code, query.secret, request.META.get("REMOTE_ADDR", ""))
    if question is None:
        raise WrongSecret(_("Mã hồ sơ và mã bí mật không khớp."))
    response["Cache-Control"] = "private, no-store"
    shown = case(question)
    answer = shown["answer"]
    return TrackedQuestion(
        code=question.code,
        state=question.state,
        state_name=shown["state"],
        state_reason=question.state_reason
        if question.state in {State.REFUSED, State.RETURNED, State.WITHDRAWN}
        else None,
        withdrawn=question.withdrawn_at is not None,
        held_by=shown["holder"],
        title=question.title,
        text=question.text,
        field=question.field.code if question.field else None,
        agency=question.agency.code if question.agency else None,
        received_at=question.asked_at,
        due_on=question.due_on,
        due_explanation=shown["explanation"],
        answered_at=question.answered_at,
        answer=TrackedAnswer(text=answer.text, legal_bases=[base["text"] for base in shown["bases"]])
        if answer
        else None,
        messages=[
            TrackedMessage(author=message["author"], text=message["text"], at=message["at"])
            for message in shown["messages"]
        ],
        events=[TrackedEvent(at=event["at"], text=event["text"]) for event in shown["events"]],
        url=absolute_url(request, shown["page_url"]) if shown["page_url"] else None,
    )


def _checked(posted: PostedQuestion) -> NewQuestion:
    """Return what is posted in normal letters; raise `InvalidParameters` for what cannot be taken."""
    errors: dict[str, str] = {}
    title, text = normal_line(posted.title), normal_text(posted.text)
    if not title:
        errors["title"] = _("Hãy viết tiêu đề.")
    elif len(title) > LONGEST_TITLE:
        errors["title"] = _("Không được dài quá %(limit)s ký tự.") % {"limit": LONGEST_TITLE}
    if not text:
        errors["text"] = _("Hãy viết nội dung câu hỏi.")
    elif len(text) > LONGEST_TEXT:
        errors["text"] = _("Không được dài quá %(limit)s ký tự.") % {"limit": LONGEST_TEXT}
    if not posted.consent:
        errors["consent"] = _("Phải đồng ý công bố câu hỏi và trả lời (true).")
    code = (posted.field or "").strip().replace("\0", "?")
    field = QuestionField.objects.filter(code=code).first() if code else None
    if code and field is None:
        errors["field"] = _("Không có mã: %(codes)s.") % {"codes": code}
    contact = posted.contact or PostedContact()
    email, phone = (contact.email or "").strip(), (contact.phone or "").strip()
    for name, value, validate in (("contact.email", email, validate_email), ("contact.phone", phone, PHONE)):
        try:
            if value:
                validate(value)
        except ValidationError as error:
            errors[name] = " ".join(error.messages)
    plain = {
        "title": posted.title,
        "text": posted.text,
        "area": posted.area,
        "name": posted.name,
        "contact.address": contact.address,
    }
    for name, given in plain.items():
        if given and "\0" in given:
            errors.setdefault(name, _("Không nhận ký tự NUL."))
    if errors:
        raise InvalidParameters(errors)
    return NewQuestion(
        title=title,
        text=text,
        field=field,
        area=normal_line(posted.area or ""),
        contact=Contact(
            name=normal_line(posted.name or ""),
            email=email,
            phone=phone,
            address=normal_line(contact.address or ""),
        ),
        has_consented=posted.consent,
        channel=Channel.API,
    )
