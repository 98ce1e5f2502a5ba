"""Agencies: an identity with a stable code, whatever they were called and wherever they stood."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from portal.agencies.enums import AgencyKind, AgencyLevel, NameKind
from portal.agencies.fields import SortKeyField
from portal.agencies.naming import CODE_LENGTH, KEY_LENGTH, name_key, needs_province
from portal.agencies.querysets import AgencyQuerySet
from portal.core.models.validity import DatedModel
from search import vietnamese

NAME_LENGTH = 600

validate_code = RegexValidator(
    r"\A[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\Z",
    _("Mã chỉ gồm chữ cái không dấu, chữ số và dấu gạch nối."),
    code="bad_code",
)


class Agency(DatedModel, ClusterableModel):
    """A body that issues documents or answers citizens; its page outlives it.

    `name_vi` and `parent` are the present ones, or the last; earlier ones stand in `AgencyName` and `AgencyParent`
    with their days. An agency of another province or of the centre is external.
    """

    code = models.CharField(
        _("Mã"),
        max_length=CODE_LENGTH,
        unique=True,
        validators=[validate_code],
        help_text=_("Ổn định và công khai: không đổi khi cơ quan đổi tên hoặc sáp nhập."),
    )
    name_vi = models.CharField(_("Tên"), max_length=NAME_LENGTH)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=255, blank=True)
    abbreviation = models.CharField(_("Viết tắt trong ký hiệu văn bản"), max_length=32, blank=True)
    kind = models.CharField(_("Loại"), max_length=32, choices=AgencyKind.choices, default=AgencyKind.OTHER)
    level = models.CharField(_("Cấp"), max_length=16, choices=AgencyLevel.choices, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("Cơ quan cấp trên"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    is_external = models.BooleanField(
        _("Ngoài tỉnh"), default=False, db_index=True, help_text=_("Cơ quan trung ương hoặc của tỉnh khác.")
    )
    province = models.CharField(_("Tỉnh (cơ quan ngoài tỉnh)"), max_length=64, blank=True)
    address = models.CharField(_("Địa chỉ"), max_length=255, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=64, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    website = models.URLField(_("Trang thông tin điện tử"), blank=True)
    functions = models.TextField(_("Chức năng, nhiệm vụ"), blank=True)
    successor_note = models.CharField(
        _("Ghi chú về cơ quan kế thừa"),
        max_length=255,
        blank=True,
        help_text=_("Dùng khi cơ quan kế thừa chưa có trong danh sách này."),
    )
    named_in_report = models.BooleanField(_("Được nêu trong báo cáo 63/BC-VPUBND"), default=False)
    evidence = models.TextField(_("Nguồn kiểm chứng"), blank=True)
    sort_order = models.PositiveIntegerField(_("Thứ tự"), default=0)
    updated_at = models.DateTimeField(_("Cập nhật lúc"), auto_now=True)
    name_key = models.CharField(max_length=KEY_LENGTH, editable=False, db_index=True)
    sort_name = SortKeyField(editable=False)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["is_external", "sort_order", "sort_name", "id"]
        verbose_name = _("cơ quan")
        verbose_name_plural = pgettext_lazy("số nhiều", "cơ quan")
        constraints = [
            models.UniqueConstraint(
                Lower("code"), name="agency_code_in_any_case",
                violation_error_message=_("Đã có cơ quan mang mã này (chữ hoa, chữ thường như nhau)."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label

    @property
    def name(self) -> str:
        """The present name in the reader's language, Vietnamese where no other is known."""
        return (self.name_en if get_language() == "en" else "") or self.name_vi

    @property
    def label(self) -> str:
        """The name, with the province where the name alone does not tell it."""
        return f"{self.name} ({self.province})" if needs_province(self.name_key, self.province) else self.name

    def get_absolute_url(self) -> str:
        """Return the page's path in the reader's language."""
        return reverse("agencies:detail", args=[self.code])

    def name_on(self, day: date | None) -> str:
        """Return the Vietnamese name that the agency bore on a day; the present one when the day is not known."""
        if day is not None:
            for former in self.names.all():
                if former.kind == NameKind.FORMER and former.is_valid_on(day):
                    return former.name_vi
        return self.name_vi

    def parent_on(self, day: date | None) -> Agency | None:
        """Return the agency that this one stood under on a day."""
        if day is not None:
            for former in self.former_parents.all():
                if former.is_valid_on(day):
                    return former.parent
        return self.parent

    def derive(self) -> None:
        """Fill the columns that follow from others; every writer calls it."""
        self.name_key = name_key(self.name_vi)
        self.sort_name = vietnamese.sort_key(self.name_vi)

    def clean(self) -> None:
        """Refuse an agency that stands under itself."""
        super().clean()
        seen = {self.pk}
        above = self.parent
        while above is not None and self.pk is not None:
            if above.pk in seen:
                raise ValidationError(
                    {"parent": ValidationError(_("Một cơ quan không thể trực thuộc chính nó."), code="cycle")}
                )
            seen.add(above.pk)
            above = above.parent

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the agency with its derived columns; saving single columns leaves them alone."""
        if kwargs.get("update_fields") is None:
            self.derive()
        super().save(*args, **kwargs)
