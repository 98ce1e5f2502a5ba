"""Settings of the site that editors keep: names, contact channels, the alert banner."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Who publishes this site and how to reach them; the software is the same for any province."""

    portal_name = models.CharField(_("Tên cổng"), max_length=120, default="Cổng Thông tin điện tử")
    portal_name_en = models.CharField(
        _("Tên cổng (tiếng Anh)"), max_length=120, default="E-Portal", blank=True
    )
    province_name = models.CharField(_("Tên tỉnh"), max_length=120, blank=True)
    province_name_en = models.CharField(_("Tên tỉnh (tiếng Anh)"), max_length=120, blank=True)
    owner_name = models.CharField(_("Cơ quan chủ quản"), max_length=255, blank=True)
    emblem = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("Biểu trưng"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    address = models.CharField(_("Địa chỉ"), max_length=255, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=40, blank=True)
    hotline = models.CharField(_("Đường dây nóng"), max_length=40, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    working_hours = models.CharField(_("Giờ làm việc"), max_length=120, blank=True)
    security_email = models.EmailField(_("Thư nhận báo lỗ hổng bảo mật"), blank=True)
    is_demonstration = models.BooleanField(_("Là trang minh họa"), default=False)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("portal_name"), FieldPanel("portal_name_en"), FieldPanel("province_name"),
                FieldPanel("province_name_en"), FieldPanel("owner_name"), FieldPanel("emblem"),
                FieldPanel("is_demonstration"),
            ],
            heading=_("Tên và biểu trưng"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"), FieldPanel("phone"), FieldPanel("hotline"), FieldPanel("email"),
                FieldPanel("working_hours"), FieldPanel("security_email"),
            ],
            heading=_("Kênh liên hệ"),
        ),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("Thông tin cổng")

    @property
    def full_name(self) -> str:
        """The portal with its province, in the reader's language: "Cổng Thông tin điện tử tỉnh Đắk Nông"."""
        if get_language() == "en":
            names = (self.portal_name_en or self.portal_name, self.province_name_en or self.province_name)
            return " – ".join(filter(None, names))
        # Only at the beginning of a line does the kind of unit have a capital letter.
        kind, blank, rest = self.province_name.partition(" ")
        province = kind.lower() + blank + rest if kind in {"Tỉnh", "Thành"} else self.province_name
        return f"{self.portal_name} {province}".strip()


@register_setting(icon="warning")
class AlertBanner(BaseSiteSetting):
    """The banner above every page in a storm, a flood, an epidemic; editors switch it on."""

    class Level(models.TextChoices):
        """How urgent the message is."""

        INFO = "info", _("Thông báo")
        WARNING = "warning", _("Cảnh báo")
        DANGER = "danger", _("Khẩn cấp")

    is_active = models.BooleanField(_("Đang bật"), default=False)
    level = models.CharField(_("Mức độ"), max_length=10, choices=Level.choices, default=Level.WARNING)
    message = models.CharField(_("Nội dung"), max_length=300, blank=True)
    message_en = models.CharField(_("Nội dung tiếng Anh"), max_length=300, blank=True)
    url = models.URLField(_("Liên kết"), blank=True)
    hides_at = models.DateTimeField(_("Tự tắt lúc"), null=True, blank=True)

    panels = [
        FieldPanel("is_active"), FieldPanel("level"), FieldPanel("message"), FieldPanel("message_en"),
        FieldPanel("url"), FieldPanel("hides_at"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("Băng cảnh báo")

    @property
    def is_shown(self) -> bool:
        """Whether readers see the banner now."""
        return (
            self.is_active
            and bool(self.message)
            and (self.hides_at is None or self.hides_at > timezone.now())
        )
