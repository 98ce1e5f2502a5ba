"""Private data of people who wrote to the portal: encrypted, dated for erasure, every view of it logged."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PrivateContact(models.Model):
    """What one form was told in confidence; empty once erased. Nothing but the handling group ever reads it."""

    form = models.CharField(_("Biểu mẫu"), max_length=64, db_index=True)
    sealed = models.BinaryField(default=b"")
    email_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    phone_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    created_at = models.DateTimeField(_("Nhận lúc"), default=timezone.now)
    retain_until = models.DateField(_("Lưu đến hết ngày"), db_index=True)
    erased_at = models.DateTimeField(_("Xóa lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("thông tin riêng tư")
        verbose_name_plural = pgettext_lazy("số nhiều", "thông tin riêng tư")
        default_permissions = ()
        permissions = [
            ("view_privatecontact", _("Xem thông tin riêng tư của người gửi")),
            ("export_privatecontact", _("Trích xuất, xóa thông tin riêng tư theo yêu cầu của chủ thể")),
        ]

    def __str__(self) -> str:
        return f"{self.form} #{self.pk}"


class RetentionPeriod(models.Model):
    """How long the private data of one form is kept, where the office set another time than the form's own."""

    form = models.CharField(_("Biểu mẫu"), max_length=64, unique=True)
    days = models.PositiveIntegerField(_("Số ngày lưu"))
    username = models.CharField(_("Người đặt"), max_length=150, blank=True)
    set_at = models.DateTimeField(_("Đặt lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("thời hạn lưu")
        verbose_name_plural = pgettext_lazy("số nhiều", "thời hạn lưu")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.form}: {self.days}"


class PrivateAccess(models.Model):
    """Who saw, exported or erased which private data, and when; it outlives the data itself."""

    class Action(models.TextChoices):
        """What was done with the data."""

        VIEW = "view", _("Xem")
        MAIL = "mail", _("Gửi thư")
        EXPORT = "export", _("Trích xuất")
        ERASE = "erase", _("Xóa theo yêu cầu")
        EXPIRE = "expire", _("Xóa khi hết hạn lưu")

    contact = models.ForeignKey(
        PrivateContact,
        null=True,
        on_delete=models.SET_NULL,
        related_name="accesses",
        verbose_name=_("Bản ghi"),
    )
    action = models.CharField(_("Việc"), max_length=16, choices=Action.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Người thực hiện"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    username = models.CharField(_("Tên đăng nhập"), max_length=150, blank=True)
    at = models.DateTimeField(_("Lúc"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("lượt truy cập thông tin riêng tư")
        verbose_name_plural = pgettext_lazy("số nhiều", "lượt truy cập thông tin riêng tư")
        default_permissions = ()
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.contact_id}"
