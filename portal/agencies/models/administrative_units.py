"""Administrative units: provinces, districts and communes, each of its time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.agencies.enums import UnitKind
from portal.core.models import CodeListEntry
from portal.core.models.validity import DatedModel, DatedQuerySet


class AdministrativeUnit(DatedModel, CodeListEntry):
    """A province, district or commune with the spellings under which sources name it."""

    kind = models.CharField(_("Loại đơn vị"), max_length=32, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("Thuộc"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    aliases = models.TextField(_("Cách viết khác"), blank=True, help_text=_("Cách nhau bằng dấu chấm phẩy."))
    evidence = models.TextField(_("Nguồn kiểm chứng"), blank=True)

    objects = DatedQuerySet["AdministrativeUnit"].as_manager()

    class Meta(CodeListEntry.Meta):
        verbose_name = _("đơn vị hành chính")
        verbose_name_plural = pgettext_lazy("số nhiều", "đơn vị hành chính")

    @property
    def alias_list(self) -> list[str]:
        """The other spellings, one by one."""
        return [alias.strip() for alias in self.aliases.split(";") if alias.strip()]
