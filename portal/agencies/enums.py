"""Kinds and levels of agencies, kinds of succession."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgencyKind(TextChoices):
    """What sort of body an agency is."""

    COUNCIL = "co-quan-dan-cu", _("Cơ quan dân cử")
    COMMITTEE = "uy-ban-nhan-dan", _("Ủy ban nhân dân")
    OFFICE_HOLDER = "chuc-danh", _("Chức danh")
    DEPARTMENT = "so", _("Sở và tương đương")
    BOARD = "ban", _("Ban")
    UNIT = "don-vi-truc-thuoc", _("Đơn vị trực thuộc")
    VERTICAL = "nganh-doc", _("Cơ quan ngành dọc")
    JUDICIAL = "tu-phap", _("Cơ quan tư pháp")
    OTHER = "khac", _("Cơ quan khác")


class AgencyLevel(TextChoices):
    """The level of government an agency stands on."""

    CENTRAL = "trung-uong", _("Trung ương")
    PROVINCE = "tinh", _("Cấp tỉnh")
    DISTRICT = "huyen", _("Cấp huyện")
    COMMUNE = "xa", _("Cấp xã")


class NameKind(TextChoices):
    """Why a name besides the present one is kept."""

    FORMER = "ten-cu", _("Tên cũ")
    ALIAS = "cach-viet", _("Cách viết khác")


class SuccessionKind(TextChoices):
    """How one agency came to follow another."""

    MERGE = "merge", _("Sáp nhập")
    SPLIT = "split", _("Chia tách")
    RENAME = "rename", _("Đổi tên")
    ABOLISH = "abolish", _("Giải thể")
    TRANSFER = "transfer", _("Chuyển giao")


class UnitKind(TextChoices):
    """Kinds of administrative units."""

    PROVINCE = "tinh", _("Tỉnh")
    CENTRAL_CITY = "thanh-pho-truc-thuoc-trung-uong", _("Thành phố trực thuộc trung ương")
    CITY = "thanh-pho", _("Thành phố")
    TOWN = "thi-xa", _("Thị xã")
    DISTRICT = "huyen", _("Huyện")
    URBAN_DISTRICT = "quan", _("Quận")
    WARD = "phuong", _("Phường")
    TOWNSHIP = "thi-tran", _("Thị trấn")
    COMMUNE = "xa", _("Xã")
    SPECIAL_ZONE = "dac-khu", _("Đặc khu")
