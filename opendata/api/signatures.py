"""The check of a file: `POST /signatures/check`."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import File, Router, UploadedFile
from pydantic import BaseModel, Field

from gazette.signatures.enums import FileState
from gazette.signatures.registry import publications_of
from gazette.signatures.selectors import file_state, sentence, text_words
from gazette.signatures.services import Busy, TooLarge, check_upload, checks_left, too_large_words
from opendata.api.errors import Refused
from opendata.api.files import Signature, has_text, signatures
from opendata.api.records import absolute_url

router = Router(tags=["signatures"])

_BUSY_SECONDS = 15


class FilePublication(BaseModel):
    """A file that this portal published with the same bytes."""

    title: str = Field(description=gettext_noop("Tên của tệp hoặc bản ghi."))
    kind: str = Field(description=gettext_noop("Loại bản ghi, bằng lời."))
    url: str | None = Field(description=gettext_noop("Địa chỉ của bản ghi; null khi không còn."))
    file_url: str = Field(description=gettext_noop("Địa chỉ của tệp."))
    published_at: datetime = Field(description=gettext_noop("Lần công bố đầu tiên."))
    withdrawn_at: datetime | None = Field(
        description=gettext_noop("Lúc tệp bị gỡ hoặc thay; null khi tệp đang được công bố.")
    )
    log_sequence: int = Field(description=gettext_noop("Số dòng trong nhật ký công bố."))


class FileCheck(BaseModel):
    """What a handed-in file is; nothing of it is kept."""

    kind: str = Field(
        description=gettext_noop("Loại tệp theo nội dung: pdf, ole-doc, zip-docx, html …"), examples=["pdf"]
    )
    pages: int | None = Field(description=gettext_noop("Số trang của PDF; null khi không đếm được."))
    size: int = Field(description=gettext_noop("Số byte."))
    sha256: str = Field(description=gettext_noop("SHA-256 của tệp, hệ thập lục phân."))
    has_text: bool | None = Field(description=gettext_noop("PDF có chữ; null khi không rõ."))
    text_chars: int | None = Field(description=gettext_noop("Số ký tự đọc được, kể cả trong khung chữ ký."))
    text: str = Field(description=gettext_noop("Lớp chữ bằng lời: có lớp chữ, bản quét …"))
    state: FileState = Field(description=gettext_noop("Mã tình trạng của cả tệp."))
    message: str = Field(description=gettext_noop("Một câu cho biết cổng thấy gì."))
    signatures: list[Signature] = Field(description=gettext_noop("Từng chữ ký theo thứ tự ký."))
    orphaned_signatures: int = Field(description=gettext_noop("Số dấu vết chữ ký không thuộc trường nào."))
    removed_signatures: int = Field(description=gettext_noop("Số chữ ký đã bị gỡ bằng lần sửa sau."))
    publications: list[FilePublication] = Field(
        description=gettext_noop("Những lần cổng công bố đúng tệp này, từng byte.")
    )


@router.post(
    "/signatures/check", operation_id="checkSignatures", response=FileCheck,
    summary=gettext_noop("Kiểm tra chữ ký của một tệp"),
    description=gettext_noop(
        "Gửi tệp bằng multipart/form-data, trường file, tối đa 50 MB; cổng không giữ lại tệp. Số lần kiểm tra một "
        "phút bằng một phần năm giới hạn chung."
    ),
)  # fmt: skip
def check(request: HttpRequest, response: HttpResponse, file: File[UploadedFile]) -> FileCheck:
    """Anyone: what a file is, whether its signatures hold, and whether this portal published it."""
    allowance = checks_left(request)
    if allowance is not None and allowance.is_spent:
        raise Refused(
            HTTPStatus.TOO_MANY_REQUESTS,
            _("Giới hạn là %(limit)s lần kiểm tra một phút; hãy thử lại sau %(seconds)s giây.")
            % {"limit": allowance.limit, "seconds": allowance.seconds_left},
            retry_after=allowance.seconds_left,
        )
    try:
        report = check_upload(file)
    except TooLarge as error:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, too_large_words()) from error
    except Busy as error:
        raise Refused(
            HTTPStatus.SERVICE_UNAVAILABLE,
            _("Cổng đang kiểm tra nhiều tệp khác; hãy thử lại sau ít giây."),
            retry_after=_BUSY_SECONDS,
        ) from error
    return FileCheck(
        kind=report.kind,
        pages=report.pages,
        size=report.size,
        sha256=report.sha256,
        has_text=has_text(report),
        text_chars=report.text_chars,
        text=text_words(report),
        state=file_state(report),
        message=sentence(report, file.name or ""),
        signatures=signatures(report),
        orphaned_signatures=report.orphaned,
        removed_signatures=report.removed,
        publications=[
            FilePublication(
                title=found.title,
                kind=str(found.kind),
                url=absolute_url(request, found.path) if found.path else None,
                file_url=request.build_absolute_uri(found.file_path),
                published_at=found.published_at,
                withdrawn_at=found.withdrawn_at,
                log_sequence=found.sequence,
            )
            for found in publications_of(report.sha256)
        ],
    )
