"""Comments on drafts: `/drafts/{slug}/comments` to read and to post, `/comments/track`."""

from __future__ import annotations

import base64
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from gazette.drafts.commenting import WindowClosed, window_of
from gazette.drafts.enums import Channel, CommenterKind, CommentState, DraftState
from gazette.drafts.models import DraftRegulation, PublicComment
from gazette.drafts.selectors import (
    draft_to_comment_on,
    is_answer_public,
    newest_version,
    public_draft,
    published_comments,
    submission_of,
)
from gazette.drafts.services.comments import NewComment, NewSubmission, UnknownArticle, receive
from opendata.api.conditional import set_list_modified
from opendata.api.drafts import local
from opendata.api.errors import InvalidParameters, WrongSecret, problem
from opendata.api.pagination import Page, PageQuery, paginate
from opendata.api.posting import Solution, once
from opendata.api.records import Record, absolute_url
from portal.core.intake import allowances, proof_of_work
from portal.core.intake.fields import LONGEST_TEXT, MOST_FILES, FilesField
from portal.core.services.private_contacts import PHONE, Contact
from search import vietnamese

router = Router(tags=["drafts"])


class CommentQuery(PageQuery):
    """Which comments of a draft are asked for."""

    anchor: str | None = Field(
        None,
        max_length=80,
        description=gettext_noop("Điều của phiên bản hiện tại; giá trị rỗng là toàn văn."),
        json_schema_extra={"example": "dieu-5"},
    )


class Outcome(BaseModel):
    """What became of a comment."""

    outcome: str = Field(description=gettext_noop("Mã của bảng comment_outcomes."))
    name: str = Field(description=gettext_noop("Tên của kết quả."))
    explanation: str = Field(description=gettext_noop("Nội dung tiếp thu, giải trình."))


class Comment(Record):
    """A published comment; nothing private is in it."""

    id: int = Field(description=gettext_noop("Số của góp ý."))
    text: str = Field(description=gettext_noop("Nội dung đã công bố."))
    is_masked: bool = Field(description=gettext_noop("Có phần được che vì là thông tin cá nhân."))
    anchor: str | None = Field(
        description=gettext_noop("Điều trong phiên bản hiện tại; null: toàn văn hoặc điều đã bỏ.")
    )
    article: str | None = Field(description=gettext_noop("Số điều trong phiên bản được góp ý."))
    version: int | None = Field(description=gettext_noop("Phiên bản được góp ý."))
    name: str | None = Field(description=gettext_noop("Tên người góp ý; null khi ẩn danh."))
    commenter_kind: CommenterKind = Field(description=gettext_noop("Đối tượng góp ý."))
    received_at: datetime | None = Field(description=gettext_noop("Nhận lúc."))
    cluster: int | None = Field(
        description=gettext_noop("Nhóm góp ý gần giống nhau; null khi đứng một mình.")
    )
    decision: Outcome | None = Field(description=gettext_noop("Kết quả; null khi chưa công bố."))


class CommentPage(Page[Comment]):
    """One page of comments."""


class PostedContact(BaseModel):
    """How the sender can be reached; never published."""

    model_config = ConfigDict(extra="forbid")

    email: StrictStr | None = Field(None, max_length=254, description=gettext_noop("Thư điện tử."))
    phone: StrictStr | None = Field(None, max_length=30, description=gettext_noop("Điện thoại."))
    address: StrictStr | None = Field(None, max_length=500, description=gettext_noop("Địa chỉ."))


class PostedFile(BaseModel):
    """A file that comes with a comment; for those who handle comments, never published."""

    model_config = ConfigDict(extra="forbid")

    name: StrictStr = Field(
        min_length=1, max_length=200, description=gettext_noop("Tên tệp với phần mở rộng, ví dụ y-kien.pdf.")
    )
    content: StrictStr = Field(description=gettext_noop("Nội dung tệp trong Base64."))


class PostedComment(BaseModel):
    """A comment as it is posted."""

    model_config = ConfigDict(extra="forbid")

    text: StrictStr = Field(description=gettext_noop("Nội dung góp ý, tối đa 20.000 ký tự."))
    anchor: StrictStr | None = Field(
        None, max_length=80, description=gettext_noop("Điều được góp ý; null hoặc không có: toàn văn.")
    )
    name: StrictStr | None = Field(None, max_length=200, description=gettext_noop("Họ tên hoặc tên tổ chức."))
    anonymous: StrictBool = Field(False, description=gettext_noop("Không công khai tên."))
    commenter_kind: CommenterKind = Field(CommenterKind.CITIZEN, description=gettext_noop("Đối tượng góp ý."))
    contact: PostedContact | None = Field(
        None, description=gettext_noop("Cách liên hệ; không bao giờ công khai.")
    )
    files: list[PostedFile] = Field(
        default_factory=list,
        max_length=MOST_FILES,
        description=gettext_noop(
            "Tệp kèm theo, không bao giờ công khai; cả nội dung gửi lên tối đa 2 MB, tệp lớn hơn thì gửi bằng biểu mẫu "
            "trên trang góp ý."
        ),
    )
    consent: StrictBool = Field(description=gettext_noop("Đồng ý công bố nội dung góp ý; phải là true."))
    altcha: Solution


class Receipt(BaseModel):
    """What proves that a comment was taken in."""

    receipt: str = Field(description=gettext_noop("Mã biên nhận; ai có mã thì xem, sửa, rút được góp ý."))
    state: str = Field(description=gettext_noop("Trạng thái: cho-duyet, da-cong-bo, da-an hoặc da-rut."))


class ReceiptQuery(BaseModel):
    """Whose comment is asked for."""

    receipt: str = Field(
        max_length=60, description=gettext_noop("Mã biên nhận."),
        json_schema_extra={"example": "7KQ2-M9XD-44TB-PZ1C-0R8W"},
    )  # fmt: skip


class TrackedComment(BaseModel):
    """One of the comments that were sent together."""

    text: str = Field(description=gettext_noop("Nội dung góp ý."))
    anchor: str | None = Field(description=gettext_noop("Điều được góp ý; null: toàn văn."))
    state: str = Field(description=gettext_noop("Trạng thái: cho-duyet, da-cong-bo, da-an hoặc da-rut."))
    hidden_reason: str | None = Field(description=gettext_noop("Lý do không công bố."))
    decision: Outcome | None = Field(description=gettext_noop("Kết quả; null khi chưa công bố."))


class Tracked(TrackedComment):
    """What was sent under a receipt, without private fields; the first comment's fields stand at the top."""

    draft: str = Field(description=gettext_noop("Mã trong địa chỉ của dự thảo."))
    url: str = Field(description=gettext_noop("Địa chỉ của trang dự thảo."))
    commenter_kind: CommenterKind = Field(description=gettext_noop("Đối tượng góp ý."))
    anonymous: bool = Field(description=gettext_noop("Không công khai tên."))
    received_at: datetime | None = Field(description=gettext_noop("Nhận lúc."))
    comments: list[TrackedComment] = Field(description=gettext_noop("Mọi góp ý trong lần gửi."))


@router.get(
    "/drafts/{str:slug}/comments", operation_id="listComments", response=CommentPage,
    summary=gettext_noop("Góp ý đã công bố của một dự thảo"),
    description=gettext_noop("Góp ý đã duyệt và kết quả tiếp thu, giải trình sau khi công bố."),
)  # fmt: skip
def list_comments(
    request: HttpRequest, response: HttpResponse, slug: str, query: Query[CommentQuery]
) -> CommentPage:
    """Anyone: the published comments of a public draft."""
    draft = public_draft(slug)
    if draft is None:
        raise Http404
    found = published_comments(draft)
    if query.anchor is not None:
        version = newest_version(draft)
        anchor = query.anchor.replace("\0", "?")
        section = version.sections.filter(anchor=anchor).first() if version and query.anchor else None
        if query.anchor and section is None:
            raise InvalidParameters({"anchor": _("Dự thảo không có điều này.")})
        found = found.filter(current_section=section) if section else found.filter(section=None)
    part = paginate(request, found, query)
    set_list_modified(response)
    page_url = absolute_url(request, draft.get_absolute_url())
    rows = [_comment(comment, draft, page_url) for comment in part.rows]
    return CommentPage.of(part, rows)


@router.post(
    "/drafts/{str:slug}/comments", operation_id="postComment", response={201: Receipt},
    summary=gettext_noop("Gửi góp ý"),
    description=gettext_noop(
        "Không cần tài khoản. Trước khi gửi: lấy challenge và giải. Có thể kèm đầu mục Idempotency-Key: gửi lại cùng "
        "khóa và cùng nội dung thì nhận lại câu trả lời đầu, không lưu hai lần; cùng khóa với nội dung khác trả lời "
        "409. Ngoài thời hạn: 403 khi chưa mở, 410 khi đã đóng, detail nêu ngày. Góp ý được duyệt trước khi công bố. "
        "Sửa hoặc rút góp ý bằng mã biên nhận tại trang /du-thao/bien-nhan/, đến khi hết thời hạn."
    ),
)  # fmt: skip
def post_comment(request: HttpRequest, response: HttpResponse, slug: str, posted: PostedComment) -> Any:
    """Anyone, while the draft takes comments: leave a comment."""
    draft = draft_to_comment_on(slug)
    if draft is None or draft.present_state == DraftState.PREPARING:
        raise Http404
    new, files = _checked(posted), _files(posted.files)

    def check() -> None:
        window = window_of(draft)
        if not window.is_open:
            raise WindowClosed(window)

    def make() -> dict[str, str]:
        proof_of_work.spend(posted.altcha)
        receipt, _submission = receive(draft, new, files)
        return {"receipt": receipt, "state": CommentState.PENDING.value}

    try:
        status, answer = once(request, f"comment:{draft.pk}", check, make)
    except WindowClosed as closed:
        return problem(HTTPStatus(closed.window.status), closed.window.message)
    except UnknownArticle as error:
        raise InvalidParameters(
            {"anchor": _("Dự thảo không có điều “%(anchor)s”.") % {"anchor": error.anchor}}
        ) from error
    response["Cache-Control"] = "no-store"
    return Status(status, answer)


@router.get(
    "/comments/track", operation_id="trackComment", response=Tracked,
    summary=gettext_noop("Xem góp ý đã gửi bằng mã biên nhận"),
    description=gettext_noop("Trạng thái và kết quả của góp ý, không có thông tin riêng tư."),
)  # fmt: skip
def track(request: HttpRequest, response: HttpResponse, query: Query[ReceiptQuery]) -> Tracked:
    """Whoever has the receipt: what was sent under it."""
    allowances.take(allowances.LOOKUP, request.META.get("REMOTE_ADDR", ""))
    submission = submission_of(query.receipt)
    if submission is None:
        raise WrongSecret(_("Không có góp ý nào mang mã biên nhận này."))
    draft = submission.draft
    items = [_tracked(comment, draft) for comment in submission.comments.all()]
    response["Cache-Control"] = "private, no-store"
    return Tracked(
        **items[0].model_dump(),
        draft=draft.slug,
        url=absolute_url(request, draft.get_absolute_url()),
        commenter_kind=CommenterKind(submission.commenter_kind),
        anonymous=submission.is_anonymous,
        received_at=local(submission.created_at),
        comments=items,
    )


def _checked(posted: PostedComment) -> NewSubmission:
    """Return what is posted in normal letters; raise `InvalidParameters` for what cannot be taken."""
    errors: dict[str, str] = {}
    text = vietnamese.normalize(posted.text).strip()
    if not text:
        errors["text"] = _("Hãy viết nội dung góp ý.")
    elif len(text) > LONGEST_TEXT:
        errors["text"] = _("Không được dài quá %(limit)s ký tự.") % {"limit": LONGEST_TEXT}
    if not posted.consent:
        errors["consent"] = _("Phải đồng ý công bố nội dung góp ý (true).")
    contact = posted.contact or PostedContact()
    email, phone = (contact.email or "").strip(), (contact.phone or "").strip()
    for name, value, validate in (("contact.email", email, validate_email), ("contact.phone", phone, PHONE)):
        try:
            if value:
                validate(value)
        except ValidationError as error:
            errors[name] = " ".join(error.messages)
    if "\0" in f"{text}{posted.name}{posted.anchor}{contact.address}":
        errors.setdefault("text", _("Không nhận ký tự NUL."))
    if errors:
        raise InvalidParameters(errors)
    return NewSubmission(
        comments=[NewComment(anchor=posted.anchor or "", text=text)],
        commenter_kind=posted.commenter_kind,
        name=" ".join(vietnamese.normalize(posted.name or "").split()),
        is_anonymous=posted.anonymous,
        contact=Contact(
            email=email, phone=phone, address=vietnamese.normalize(contact.address or "").strip()
        ),
        has_consented=posted.consent,
        channel=Channel.API,
    )


def _files(posted: list[PostedFile]) -> list[UploadedFile]:
    """Return the files that are what their names say; raise `InvalidParameters` for others."""
    if not all(file.name.isprintable() for file in posted):
        raise InvalidParameters({"files": _("Tên tệp không dùng được.")})
    try:
        files = [
            SimpleUploadedFile(vietnamese.normalize(file.name), base64.b64decode(file.content, validate=True))
            for file in posted
        ]
        return FilesField(required=False).clean(files) if files else []
    except SuspiciousFileOperation as error:
        raise InvalidParameters({"files": _("Tên tệp không dùng được.")}) from error
    except ValueError as error:
        raise InvalidParameters({"files": _("Nội dung tệp không phải là Base64.")}) from error
    except ValidationError as error:
        raise InvalidParameters({"files": " ".join(error.messages)}) from error


def _comment(comment: PublicComment, draft: DraftRegulation, page_url: str) -> Comment:
    return Comment(
        url=f"{page_url}cac-gop-y/#gop-y-{comment.pk}",
        source_id=None,
        updated_at=comment.updated_at,
        id=comment.pk,
        text=comment.public_text,
        is_masked=bool(comment.masked_text),
        anchor=comment.current_section.anchor if comment.current_section else None,
        article=comment.section.number if comment.section else None,
        version=comment.version.number if comment.version else None,
        name=comment.submission.public_name or None,
        commenter_kind=CommenterKind(comment.submission.commenter_kind),
        received_at=local(comment.created_at),
        cluster=comment.cluster_id,
        decision=_decision(comment, draft),
    )


def _tracked(comment: PublicComment, draft: DraftRegulation) -> TrackedComment:
    section = comment.current_section or comment.section
    return TrackedComment(
        text=comment.text,
        anchor=section.anchor if section else None,
        state=comment.state,
        hidden_reason=comment.hidden_reason or None,
        decision=_decision(comment, draft),
    )


def _decision(comment: PublicComment, draft: DraftRegulation) -> Outcome | None:
    if comment.outcome is None or not is_answer_public(draft, comment):
        return None
    return Outcome(outcome=comment.outcome.code, name=comment.outcome.name, explanation=comment.explanation)
