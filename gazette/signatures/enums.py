"""What holds of a file and of a signature, each in words that a citizen understands."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SignatureState(models.TextChoices):
    """Whether what was signed is still there."""

    INTACT = "intact", _("Nội dung đã ký còn nguyên vẹn")
    APPENDED = "appended", _("Có nội dung được thêm vào sau khi ký")
    ALTERED = "altered", _("Nội dung đã bị sửa sau khi ký")
    TRUNCATED = "truncated", _("Tệp bị cắt mất phần cuối đã ký")
    UNREADABLE = "unreadable", _("Không đọc được chữ ký")


class Trust(models.TextChoices):
    """What is known of the signer's certificate; without a chain to a known root nothing is called valid."""

    TRUSTED = "trusted", _("chứng thư số dẫn tới cơ quan chứng thực mà cổng tin cậy")
    UNVERIFIED = "unverified", _("chưa kiểm chứng được")
    EXPIRED = (
        "expired",
        _("chưa kiểm chứng được: chứng thư số đã hết hạn và chữ ký không có dấu thời gian tin cậy"),
    )
    REVOKED = "revoked", _("chứng thư số đã bị thu hồi")


class FileState(models.TextChoices):
    """What holds of a file as a whole."""

    SIGNED = "signed", pgettext_lazy("tình trạng của tệp", "Có chữ ký số, nội dung đã ký còn nguyên vẹn")
    UNSIGNED = "unsigned", _("Không có chữ ký số")
    EMPTY_FIELD = "empty_field", _("Trường chữ ký để trống: chưa ký, hoặc chữ ký đã bị gỡ")
    APPENDED = "appended", _("Có nội dung được thêm vào sau khi ký")
    ALTERED = "altered", _("Nội dung đã bị sửa sau khi ký")
    TRUNCATED = "truncated", _("Tệp bị cắt mất phần cuối")
    REMOVED = "removed", _("Một chữ ký đã bị gỡ khỏi tệp")
    ORPHANED = (
        "orphaned",
        _("Chữ ký mồ côi: còn dấu vết chữ ký nhưng không thuộc trường nào, vì tệp đã được ghi lại"),
    )
    UNREADABLE = "unreadable", _("Không đọc được chữ ký trong tệp")
    ENCRYPTED = "encrypted", _("Tệp đặt mật khẩu, cổng không mở được")
    DAMAGED = "damaged", _("Tệp PDF bị hỏng, không đọc được")
    TOO_COMPLEX = "too_complex", _("Tệp quá phức tạp, cổng dừng kiểm tra để giữ an toàn")
    NOT_PDF = "not_pdf", _("Không phải PDF nên không kiểm tra được chữ ký")


#: How prominently a state is shown.
TONES = {
    FileState.SIGNED: "success",
    FileState.UNSIGNED: "muted",
    FileState.EMPTY_FIELD: "muted",
    FileState.NOT_PDF: "muted",
    FileState.ORPHANED: "warning",
    FileState.APPENDED: "warning",
    FileState.UNREADABLE: "warning",
    FileState.ENCRYPTED: "warning",
    FileState.TOO_COMPLEX: "warning",
    FileState.ALTERED: "danger",
    FileState.TRUNCATED: "danger",
    FileState.REMOVED: "danger",
    FileState.DAMAGED: "danger",
}

KINDS = {
    "pdf": "PDF",
    "html": _("trang HTML"),
    "ole-doc": _("văn bản Word 97-2003 (.doc)"),
    "ole-xls": _("bảng tính Excel 97-2003 (.xls)"),
    "ole-ppt": _("trình chiếu PowerPoint 97-2003 (.ppt)"),
    "ole": _("tệp Office 97-2003"),
    "zip-docx": _("văn bản Word (.docx)"),
    "zip-xlsx": _("bảng tính Excel (.xlsx)"),
    "zip-pptx": _("trình chiếu PowerPoint (.pptx)"),
    "zip-odt": _("văn bản OpenDocument (.odt)"),
    "zip-ods": _("bảng tính OpenDocument (.ods)"),
    "zip-odp": _("trình chiếu OpenDocument (.odp)"),
    "zip": _("tệp nén ZIP"),
    "rar": _("tệp nén RAR"),
    "7z": _("tệp nén 7-Zip"),
    "gzip": _("tệp nén gzip"),
    "png": _("ảnh PNG"),
    "jpeg": _("ảnh JPEG"),
    "gif": _("ảnh GIF"),
    "tiff": _("ảnh TIFF"),
    "rtf": _("văn bản RTF"),
    "xml": "XML",
    "text": _("tệp chữ thuần"),
    "program": _("chương trình máy tính"),
    "empty": _("tệp rỗng"),
    "unknown": _("loại tệp cổng không nhận ra"),
}
