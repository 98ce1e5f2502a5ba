"""Fixed vocabulary of questions: the codes that rules refer to; their names are the code lists'."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Codes of `qa_statuses.csv`; which may follow which is told by that table alone."""

    RECEIVED = "moi", _("Mới tiếp nhận")
    MODERATING = "kiem-duyet", _("Đang kiểm duyệt")
    FORWARDED = "chuyen", _("Đã chuyển cơ quan trả lời")
    RETURNED = "tra-lai", _("Cơ quan trả lại (không thuộc thẩm quyền)")
    OVERDUE = "qua-han", _("Quá hạn trả lời")
    ANSWERED = "da-tra-loi", _("Đã có trả lời")
    PUBLISHED = "cong-bo", _("Đã công bố")
    MERGED = "gop", _("Gộp với câu hỏi khác")
    REFUSED = "tu-choi", _("Từ chối (nêu lý do)")
    WITHDRAWN = "go", _("Đã gỡ")


#: What an agency has before it.
WITH_AGENCY = frozenset({State.FORWARDED, State.OVERDUE})
#: How prominently a state is shown; never by colour alone.
TONES = {
    State.RECEIVED: "info",
    State.MODERATING: "info",
    State.FORWARDED: "info",
    State.RETURNED: "warning",
    State.OVERDUE: "danger",
    State.ANSWERED: "success",
    State.PUBLISHED: "success",
    State.REFUSED: "danger",
    State.WITHDRAWN: "danger",
}


class Role(models.TextChoices):
    """Who does something with a question."""

    ASKER = "asker", _("Người hỏi")
    AGENCY = "agency", _("Cơ quan trả lời")
    HANDLER = "handler", _("Bộ phận xử lý")
    APPROVER = "approver", _("Người duyệt")
    CLOCK = "clock", _("Hệ thống")


class Action(models.TextChoices):
    """What can be done with a question; the first ones change its state."""

    MODERATE = "moderate", _("Nhận kiểm duyệt")
    REFUSE = "refuse", _("Từ chối")
    FORWARD = "forward", _("Chuyển cơ quan trả lời")
    MERGE = "merge", _("Gộp với câu hỏi khác")
    RETURN = "return", _("Trả lại")
    EXPIRE = "expire", _("Hết hạn trả lời")
    ANSWER = "answer", _("Trả lời")
    PUBLISH = "publish", _("Công bố")
    UNPUBLISH = "unpublish", _("Gỡ khỏi cổng")
    # From here on the state stays.
    MASK = "mask", _("Che thông tin cá nhân")
    CLASSIFY = "classify", _("Đổi lĩnh vực")
    EXTEND = "extend", _("Gia hạn")
    REMIND = "remind", _("Nhắc cơ quan")
    APPROVE = "approve", _("Duyệt câu trả lời")
    REVISE = "revise", _("Sửa câu trả lời")
    WRITE = "write", _("Trao đổi thêm")
    WITHDRAW = "withdraw", _("Rút câu hỏi")


class EventKind(models.TextChoices):
    """What happened to a question."""

    STATE = "state", _("Đổi trạng thái")
    MASKED = "masked", _("Che thông tin cá nhân")
    CLASSIFIED = "classified", _("Đổi lĩnh vực")
    EXTENDED = "extended", _("Gia hạn")
    DUE_MOVED = "due-moved", _("Hạn trả lời thay đổi do lịch nghỉ")
    REMINDED = "reminded", _("Nhắc cơ quan")
    APPROVED = "approved", _("Duyệt câu trả lời")
    REVISED = "revised", _("Sửa câu trả lời")
    MESSAGE = "message", _("Trao đổi thêm")
    WITHDRAWN = "withdrawn", _("Người hỏi rút")
    CONTACT = "contact", _("Xem thông tin riêng tư")


#: What the asker reads of the history; the rest is the office's own.
TOLD_TO_ASKER = frozenset(
    {EventKind.STATE, EventKind.EXTENDED, EventKind.DUE_MOVED, EventKind.REMINDED, EventKind.WITHDRAWN}
)


class RefusalKind(models.TextChoices):
    """Why a question is not taken."""

    COMPLAINT = "khieu-nai", _("Khiếu nại, tố cáo: mời đến kênh tiếp công dân")
    OUTSIDE = "ngoai-tham-quyen", _("Ngoài thẩm quyền của tỉnh")
    UNCLEAR = "khong-ro", _("Nội dung không rõ, không trả lời được")
    IMPROPER = "khong-phu-hop", _("Nội dung vi phạm quy định")
    OTHER = "khac", _("Lý do khác")


class Channel(models.TextChoices):
    """How a question or a message came in."""

    FORM = "form", _("Biểu mẫu")
    API = "api", _("Giao diện lập trình")
    MAIL = "mail", _("Thư điện tử")
    LINK = "link", _("Đường dẫn đã ký")
    DESK = "desk", _("Trang biên tập")
    IMPORT = "import", _("Nhập từ tệp")
