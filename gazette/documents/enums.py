"""Fixed vocabulary of documents; everything an office may change is a code list instead."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EffectCode(models.TextChoices):
    """Codes of `validity_statuses.csv` that rules refer to."""

    PENDING = "chua-co-hieu-luc", _("Chưa có hiệu lực")
    IN_FORCE = "con-hieu-luc", _("Còn hiệu lực")
    PARTIALLY_EXPIRED = "het-hieu-luc-mot-phan", _("Hết hiệu lực một phần")
    EXPIRED = "het-hieu-luc-toan-bo", _("Hết hiệu lực toàn bộ")
    SUSPENDED = "ngung-hieu-luc", _("Ngưng hiệu lực")
    PARTIALLY_SUSPENDED = "ngung-hieu-luc-mot-phan", _("Ngưng hiệu lực một phần")
    UNSUITABLE = "khong-con-phu-hop", _("Không còn phù hợp")
    UNKNOWN = "khong-xac-dinh", _("Chưa xác định")


#: Statuses under which at least a part of the document binds.
BINDING = frozenset({EffectCode.IN_FORCE, EffectCode.PARTIALLY_EXPIRED, EffectCode.PARTIALLY_SUSPENDED})

#: How prominently a status is shown; never by colour alone.
TONES = {
    EffectCode.PENDING: "info",
    EffectCode.IN_FORCE: "success",
    EffectCode.PARTIALLY_EXPIRED: "warning",
    EffectCode.EXPIRED: "danger",
    EffectCode.SUSPENDED: "danger",
    EffectCode.PARTIALLY_SUSPENDED: "warning",
    EffectCode.UNSUITABLE: "muted",
    EffectCode.UNKNOWN: "muted",
}


class ProposalState(models.TextChoices):
    """What became of a proposed relation."""

    WAITING = "waiting", _("Chờ duyệt")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    REJECTED = "rejected", _("Đã bác")


class SigningAuthority(models.TextChoices):
    """In whose name a document is signed (Decree 30/2020/NĐ-CP, annex I)."""

    COLLECTIVE = "TM.", _("TM. (thay mặt tập thể)")
    DEPUTY = "KT.", _("KT. (ký thay)")
    BY_ORDER = "TL.", _("TL. (thừa lệnh)")
    BY_AUTHORISATION = "TUQ.", _("TUQ. (thừa ủy quyền)")
    ACTING = "Q.", _("Q. (quyền)")


class ReadingState(models.TextChoices):
    """What became of reading a file."""

    WAITING = "waiting", _("Đang chờ đọc")
    READ = "read", _("Đã đọc")
    SCAN = "scan", _("Bản quét, không có chữ để đọc")
    UNREADABLE = "unreadable", _("Không đọc được")
    UNSUPPORTED = "unsupported", _("Máy chủ không đọc loại tệp này")
