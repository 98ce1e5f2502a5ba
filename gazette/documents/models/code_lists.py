"""The vocabulary of documents; the legal basis of each list stands in its rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.core.models import CodeListEntry
from portal.core.models.validity import DatedModel, DatedQuerySet


class DocumentType(DatedModel, CodeListEntry):
    """A kind of document: administrative kinds, copies, and legal documents by level."""

    class Group(models.TextChoices):
        """The law that a kind belongs to."""

        ADMINISTRATIVE = "hanh-chinh", _("Văn bản hành chính")
        COPY = "ban-sao", _("Bản sao")
        LEGAL = "qppl", _("Văn bản quy phạm pháp luật")
        OTHER = "khac", _("Loại khác")

    class Level(models.TextChoices):
        """The level of authority that issues a kind."""

        ANY = "moi-cap", _("Mọi cấp")
        CENTRAL = "trung-uong", _("Trung ương")
        PROVINCE = "tinh", _("Cấp tỉnh")
        DISTRICT = "huyen", _("Cấp huyện")
        COMMUNE = "xa", _("Cấp xã")
        SPECIAL_ZONE = "dac-khu", _("Đặc khu")

    abbr = models.CharField(_("Chữ viết tắt"), max_length=16, blank=True)
    is_qppl = models.BooleanField(_("Là văn bản quy phạm pháp luật"), default=False)
    group = models.CharField(_("Nhóm"), max_length=16, choices=Group.choices, default=Group.ADMINISTRATIVE)
    level = models.CharField(_("Cấp ban hành"), max_length=16, choices=Level.choices, default=Level.ANY)
    issuing_bodies = models.CharField(_("Cơ quan ban hành"), max_length=255, blank=True)
    number_pattern = models.CharField(_("Mẫu số, ký hiệu"), max_length=64, blank=True)
    legal_basis = models.CharField(_("Căn cứ pháp lý"), max_length=255, blank=True)
    evidence = models.TextField(_("Nguồn kiểm chứng"), blank=True)

    objects = DatedQuerySet["DocumentType"].as_manager()

    class Meta(CodeListEntry.Meta):
        verbose_name = _("loại văn bản")
        verbose_name_plural = pgettext_lazy("số nhiều", "loại văn bản")


class SubjectArea(CodeListEntry):
    """A field (lĩnh vực) that documents are about, with the agency that leads it."""

    lead_agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("Cơ quan chủ trì"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="subject_areas",
    )

    class Meta(CodeListEntry.Meta):
        verbose_name = _("lĩnh vực")
        verbose_name_plural = pgettext_lazy("số nhiều", "lĩnh vực")


class DocumentMark(CodeListEntry):
    """A mark on a document: urgency, secrecy, circulation, signing authority, recipient codes."""

    class Kind(models.TextChoices):
        """What a mark tells."""

        URGENCY = "do-khan", _("Độ khẩn")
        SECRECY = "do-mat", _("Độ mật")
        CIRCULATION = "pham-vi", _("Phạm vi lưu hành")
        SIGNING_AUTHORITY = "quyen-ky", _("Quyền hạn ký")
        RECIPIENT = "noi-nhan", _("Nơi nhận")

    kind = models.CharField(_("Loại dấu hiệu"), max_length=16, choices=Kind.choices)
    portal_rule = models.CharField(_("Quy tắc trên cổng"), max_length=255, blank=True)

    class Meta(CodeListEntry.Meta):
        ordering = ["kind", "sort_order", "code"]
        verbose_name = _("dấu hiệu trên văn bản")
        verbose_name_plural = pgettext_lazy("số nhiều", "dấu hiệu trên văn bản")


class EffectStatus(CodeListEntry):
    """A validity status, with the rule that derives it."""

    class Tone(models.TextChoices):
        """How a status is coloured beside its words."""

        INFO = "info", _("Thông tin")
        SUCCESS = "success", _("Tốt")
        WARNING = "warning", _("Lưu ý")
        DANGER = "danger", _("Nghiêm trọng")
        MUTED = "muted", _("Trung tính")

    in_force = models.BooleanField(
        _("Đang có hiệu lực"), null=True, blank=True, help_text=_("Để trống khi chưa xác định được.")
    )
    derivable_from_dates = models.BooleanField(_("Suy ra được từ ngày"), default=False)
    tone = models.CharField(_("Sắc thái"), max_length=16, choices=Tone.choices, default=Tone.MUTED)
    definition = models.TextField(_("Định nghĩa"), blank=True)
    evidence = models.TextField(_("Nguồn kiểm chứng"), blank=True)

    class Meta(CodeListEntry.Meta):
        verbose_name = _("tình trạng hiệu lực")
        verbose_name_plural = pgettext_lazy("số nhiều", "tình trạng hiệu lực")


class RelationType(CodeListEntry):
    """A relation between two documents, with its inverse and its effect on the other's validity."""

    inverse_name_vi = models.CharField(_("Tên chiều ngược"), max_length=255)
    inverse_name_en = models.CharField(_("Tên chiều ngược bằng tiếng Anh"), max_length=255, blank=True)
    effect_on_target = models.CharField(_("Tác động đến văn bản kia"), max_length=255, blank=True)
    needs_provisions = models.BooleanField(_("Phải nêu điều, khoản"), default=False)
    evidence = models.TextField(_("Nguồn kiểm chứng"), blank=True)

    class Meta(CodeListEntry.Meta):
        verbose_name = _("loại quan hệ văn bản")
        verbose_name_plural = pgettext_lazy("số nhiều", "loại quan hệ văn bản")

    @property
    def inverse_name(self) -> str:
        """The name seen from the other document, in the reader's language."""
        return (self.inverse_name_en if get_language() == "en" else "") or self.inverse_name_vi


class PortalCollection(CodeListEntry):
    """A collection of the portal: what the yearly report counts."""

    content_kind = models.CharField(_("Kiểu nội dung"), max_length=64, blank=True)
    count_2021 = models.PositiveIntegerField(_("Số lượng năm 2021"), null=True, blank=True)
    unit = models.CharField(_("Đơn vị tính"), max_length=32, blank=True)
    document_types = models.ManyToManyField(
        DocumentType, verbose_name=_("Loại văn bản"), blank=True, related_name="collections"
    )
    law_or_duty = models.TextField(_("Nghĩa vụ công bố"), blank=True)

    class Meta(CodeListEntry.Meta):
        verbose_name = _("chuyên mục công bố")
        verbose_name_plural = pgettext_lazy("số nhiều", "chuyên mục công bố")


class PublicationDeadline(DatedModel):
    """A legal time limit with the period in which it applies; a page of 2021 is judged by the rule of 2021."""

    class Topic(models.TextChoices):
        """What a time limit is about."""

        GAZETTE = "gazette", _("Công báo")
        EFFECT = "effect", _("Hiệu lực")
        CONSULTATION = "consultation", _("Lấy ý kiến")
        ACCESS_TO_INFORMATION = "access to information", _("Tiếp cận thông tin")
        PERSONAL_DATA = "personal data", _("Dữ liệu cá nhân")
        ACCESSIBILITY = "accessibility", _("Khả năng tiếp cận")
        SECURITY = "security", _("An toàn thông tin")
        PORTAL = "portal", _("Cổng thông tin")
        ONE_STOP = "one-stop", _("Một cửa")

    class Unit(models.TextChoices):
        """How a time limit is counted."""

        WORKING_DAY = "working_day", _("ngày làm việc")
        DAY = "day", _("ngày")
        MONTH = "month", _("tháng")
        SAME_DAY = "same_day", _("trong ngày")
        DATE = "date", _("ngày ấn định")

    code = models.CharField(_("Mã"), max_length=64, unique=True)
    topic = models.CharField(_("Chủ đề"), max_length=32, choices=Topic.choices)
    rule_vi = models.CharField(_("Nội dung quy định"), max_length=255, blank=True)
    rule_en = models.CharField(_("Nội dung quy định bằng tiếng Anh"), max_length=255)
    amount = models.PositiveSmallIntegerField(_("Số lượng"), null=True, blank=True)
    unit = models.CharField(_("Đơn vị tính"), max_length=16, choices=Unit.choices, blank=True)
    from_event = models.CharField(_("Tính từ"), max_length=128)
    legal_basis = models.CharField(_("Căn cứ pháp lý"), max_length=255)
    evidence = models.TextField(_("Nguồn kiểm chứng"), blank=True)
    sort_order = models.PositiveIntegerField(_("Thứ tự"), default=0, db_index=True)

    objects = DatedQuerySet["PublicationDeadline"].as_manager()

    class Meta:
        ordering = ["sort_order", "code"]
        verbose_name = _("thời hạn pháp lý")
        verbose_name_plural = pgettext_lazy("số nhiều", "thời hạn pháp lý")

    def __str__(self) -> str:
        return self.code


class LegalInstrument(DatedModel):
    """A law, decree or circular that the portal's duties rest on, with its days of effect."""

    number = models.CharField(_("Số, ký hiệu"), max_length=64, unique=True)
    title_vi = models.CharField(_("Tên"), max_length=255)
    replaced_by = models.CharField(_("Được thay thế bởi"), max_length=128, blank=True)
    relevance = models.CharField(_("Liên quan đến"), max_length=255, blank=True)
    evidence = models.TextField(_("Nguồn kiểm chứng"), blank=True)
    sort_order = models.PositiveIntegerField(_("Thứ tự"), default=0, db_index=True)

    objects = DatedQuerySet["LegalInstrument"].as_manager()

    class Meta:
        ordering = ["sort_order", "number"]
        verbose_name = _("văn bản làm căn cứ")
        verbose_name_plural = pgettext_lazy("số nhiều", "văn bản làm căn cứ")

    def __str__(self) -> str:
        return f"{self.number} {self.title_vi}"
