"""Where a report of something wrong stands; which state may follow which is told by `transitions`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    """Where a report stands."""

    RECEIVED = "received", _("Đã tiếp nhận")
    CHECKING = "checking", _("Đang kiểm tra")
    CORRECTED = "corrected", _("Đã đính chính")
    REFUSED = "refused", _("Không đính chính")


#: The clock runs.
OPEN_STATES = frozenset({ReportState.RECEIVED, ReportState.CHECKING})
TONES = {
    ReportState.RECEIVED: "info",
    ReportState.CHECKING: "warning",
    ReportState.CORRECTED: "success",
    ReportState.REFUSED: "muted",
}


class EventKind(models.TextChoices):
    """What happened to a report."""

    STATE = "state", _("Trạng thái")
    DUE = "due", _("Hạn trả lời thay đổi")
    REPLY = "reply", _("Người gửi trả lời qua thư")
    CONTACT = "contact", _("Xem thông tin riêng tư")
