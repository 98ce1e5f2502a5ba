"""Categories of news."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.models import CodeListEntry


class NewsCategory(CodeListEntry):
    """A category, perhaps within another one; its code is its address below `/tin-tuc/`."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("Thuộc chuyên mục"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    note = models.CharField(_("Ghi chú"), max_length=255, blank=True)

    class Meta(CodeListEntry.Meta):
        verbose_name = _("chuyên mục tin")
        verbose_name_plural = pgettext_lazy("số nhiều", "chuyên mục tin")

    def clean(self) -> None:
        """Keep the list two levels deep, so that a category's news are one look-up."""
        super().clean()
        if self.parent_id is None:
            return
        has_children = self.pk is not None and self.children.exists()
        if self.parent_id == self.pk or has_children or (self.parent and self.parent.parent_id):
            raise ValidationError(
                {"parent": ValidationError(_("Chuyên mục chỉ có hai cấp."), code="too_deep")}
            )
