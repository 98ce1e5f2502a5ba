"""Fixed vocabulary of drafts and comments: the codes that rules refer to; their names are the code lists'."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftState(models.TextChoices):
    """Codes of `consultation_statuses.csv`; which may follow which is told by that table alone."""

    PREPARING = "soan", _("Đang chuẩn bị")
    SCHEDULED = "len-lich", _("Đã lên lịch")
    OPEN = "dang-lay-y-kien", _("Đang lấy ý kiến")
    EXTENDED = "gia-han", _("Gia hạn lấy ý kiến")
    CLOSED = "da-ket-thuc", _("Hết thời hạn lấy ý kiến")
    SUMMARISING = "dang-tong-hop", _("Đang tổng hợp, tiếp thu, giải trình")
    RESPONDED = "da-cong-bo-giai-trinh", _("Đã công bố báo cáo tiếp thu, giải trình")
    APPRAISED = "dang-tham-dinh", _("Đang thẩm định")
    SUBMITTED = "da-trinh", _("Đã trình cơ quan ban hành")
    ISSUED = "da-ban-hanh", _("Đã ban hành")
    SUSPENDED = "tam-dung", _("Tạm dừng")
    ABANDONED = "dung", _("Dừng, không ban hành")


#: The agency may write what becomes of comments; nobody outside reads it before it is published.
ANSWERABLE = frozenset({DraftState.CLOSED, DraftState.SUMMARISING})
#: Responses were published and stay published.
WITH_RESPONSES = frozenset(
    {DraftState.RESPONDED, DraftState.APPRAISED, DraftState.SUBMITTED, DraftState.ISSUED}
)
#: How prominently a state is shown; never by colour alone.
TONES = {
    DraftState.OPEN: "success",
    DraftState.EXTENDED: "success",
    DraftState.SCHEDULED: "info",
    DraftState.CLOSED: "muted",
    DraftState.SUMMARISING: "info",
    DraftState.RESPONDED: "info",
    DraftState.APPRAISED: "info",
    DraftState.SUBMITTED: "info",
    DraftState.ISSUED: "success",
    DraftState.SUSPENDED: "warning",
    DraftState.ABANDONED: "danger",
}


class FileKind(models.TextChoices):
    """What a file of a draft is."""

    DRAFT = "draft", _("Dự thảo")
    REPORT = "report", _("Tờ trình, thuyết minh")
    COMPARISON = "comparison", _("Bảng so sánh")
    OTHER = "other", _("Tài liệu khác")


class SectionKind(models.TextChoices):
    """What a part of a draft's text is; comments belong to articles."""

    DIVISION = "division", _("Phần, chương, mục")
    ARTICLE = "article", _("Điều")
    TEXT = "text", _("Đoạn")


class SectionChange(models.TextChoices):
    """What became of an article since the version before."""

    NEW = "new", _("Mới")
    SAME = "same", _("Giữ nguyên")
    RENUMBERED = "renumbered", _("Đổi số")
    CHANGED = "changed", _("Sửa đổi")


class CommenterKind(models.TextChoices):
    """Who comments."""

    CITIZEN = "citizen", _("Người dân")
    ENTERPRISE = "enterprise", _("Doanh nghiệp, hiệp hội")
    AGENCY = "agency", _("Cơ quan, tổ chức nhà nước")
    EXPERT = "expert", _("Chuyên gia, nhà khoa học")


class CommentState(models.TextChoices):
    """Where a comment stands; whatever it is, the comment is kept."""

    PENDING = "cho-duyet", _("Đang chờ duyệt")
    PUBLISHED = "da-cong-bo", _("Đã công bố")
    HIDDEN = "da-an", _("Không công bố")
    WITHDRAWN = "da-rut", _("Người gửi đã rút")


class EventKind(models.TextChoices):
    """What happened to a comment or a draft."""

    RECEIVED = "received", _("Tiếp nhận")
    EDITED = "edited", _("Người gửi sửa")
    WITHDRAWN = "withdrawn", _("Người gửi rút")
    PUBLISHED = "published", _("Công bố")
    MASKED = "masked", _("Che thông tin cá nhân")
    HIDDEN = "hidden", _("Không công bố")
    ANSWERED = "answered", _("Tiếp thu, giải trình")
    STATE = "state", _("Đổi trạng thái")
    VERSION = "version", _("Phiên bản mới của dự thảo")
    CONTACT = "contact", _("Xem thông tin riêng tư")


class Channel(models.TextChoices):
    """How a comment came in."""

    FORM = "form", _("Biểu mẫu")
    API = "api", _("Giao diện lập trình")
