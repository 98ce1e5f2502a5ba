"""Published files as the API tells them: their bytes' checksum and what their signatures say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from gazette.signatures.enums import FileState, SignatureState, Trust
from gazette.signatures.models import FileInspection
from gazette.signatures.selectors import FileReport, sentence, trust_words
from portal.core.models import Attachment


class Signature(BaseModel):
    """A signature of a PDF."""

    field: str = Field(description=gettext_noop("Tên trường chữ ký trong tệp."))
    signer: str | None = Field(
        description=gettext_noop("Người ký theo chứng thư số; null khi không đọc được.")
    )
    organisation: str | None = Field(description=gettext_noop("Tổ chức của người ký theo chứng thư số."))
    time: str | None = Field(
        description=gettext_noop("Thời điểm ký ghi trong chữ ký, ISO 8601; null khi chữ ký không ghi.")
    )
    intact: bool = Field(
        description=gettext_noop("Nội dung đã ký còn nguyên vẹn và chữ ký khớp với chứng thư số.")
    )
    covers_whole_file: bool = Field(
        description=gettext_noop("Chữ ký bao trùm toàn bộ tệp, đến byte cuối cùng.")
    )
    trust: str = Field(
        description=gettext_noop(
            "Điều cổng biết về chứng thư số, bằng lời; “chưa kiểm chứng được” khi chưa rõ chuỗi."
        ),
        examples=["chưa kiểm chứng được"],
    )
    trust_code: Trust = Field(description=gettext_noop("Điều đó bằng mã."))
    state: SignatureState = Field(description=gettext_noop("Mã tình trạng của chữ ký."))
    state_text: str = Field(description=gettext_noop("Tình trạng bằng lời."))
    issuer: str | None = Field(description=gettext_noop("Nơi cấp chứng thư số."))
    has_timestamp: bool = Field(description=gettext_noop("Chữ ký có dấu thời gian của bên thứ ba."))


class PublishedFile(BaseModel):
    """A file, byte for byte as it was published."""

    url: str = Field(description=gettext_noop("Địa chỉ tải về."))
    media_type: str = Field(description=gettext_noop("Kiểu nội dung."), examples=["application/pdf"])
    size: int | None = Field(description=gettext_noop("Số byte."))
    sha256: str = Field(description=gettext_noop("SHA-256 của tệp, hệ thập lục phân."))
    kind: str | None = Field(
        description=gettext_noop("Loại tệp theo nội dung; null khi cổng chưa kiểm tra xong."),
        examples=["pdf"],
    )
    pages: int | None = Field(description=gettext_noop("Số trang của PDF; null khi không rõ."))
    has_text: bool | None = Field(description=gettext_noop("PDF có chữ; null khi không rõ."))
    signature_state: FileState | None = Field(
        description=gettext_noop("Mã tình trạng chữ ký của tệp; null khi cổng chưa kiểm tra xong.")
    )
    signature_text: str | None = Field(description=gettext_noop("Tình trạng đó bằng lời."))
    signatures: list[Signature] = Field(description=gettext_noop("Từng chữ ký theo thứ tự ký."))
    checked_at: datetime | None = Field(description=gettext_noop("Lúc cổng kiểm tra tệp."))


def file_facts(attachment: Attachment, url: str, inspection: FileInspection | None) -> dict[str, Any]:
    """Return the fields of a published file."""
    report = inspection.found if inspection else None
    return {
        "url": url,
        "media_type": attachment.media_type,
        "size": attachment.file_size,
        "sha256": attachment.sha256,
        "kind": report.kind if report else None,
        "pages": report.pages if report else None,
        "has_text": has_text(report) if report else None,
        "signature_state": inspection.state if inspection and report else None,
        "signature_text": sentence(report) if report else None,
        "signatures": signatures(report) if report else [],
        "checked_at": inspection.inspected_at if inspection else None,
    }


def has_text(report: FileReport) -> bool | None:
    """Return whether a PDF holds text, None for what is no PDF or was not read."""
    return None if report.text_chars is None else report.text_chars > 0


def signatures(report: FileReport) -> list[Signature]:
    """Return the signatures of a report by the API's names."""
    return [
        Signature(
            field=item.field,
            signer=item.signer,
            organisation=item.organisation,
            time=item.time,
            intact=item.intact,
            covers_whole_file=item.covers_whole_file,
            trust=trust_words(item),
            trust_code=Trust(item.trust),
            state=SignatureState(item.state),
            state_text=str(SignatureState(item.state).label),
            issuer=item.issuer,
            has_timestamp=item.is_stamped,
        )
        for item in report.signatures
    ]
