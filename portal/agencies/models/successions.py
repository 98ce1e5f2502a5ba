"""Which agency follows which."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from portal.agencies.enums import SuccessionKind


class AgencySuccession(models.Model):
    """One agency takes over from another; documents of the first keep their issuer."""

    predecessor = ParentalKey(
        "agencies.Agency",
        verbose_name=_("Cơ quan trước"),
        on_delete=models.CASCADE,
        related_name="successions",
    )
    successor = models.ForeignKey(
        "agencies.Agency",
        verbose_name=pgettext_lazy("một cơ quan", "Cơ quan kế thừa"),
        on_delete=models.PROTECT,
        related_name="inheritances",
    )
    on = models.DateField(_("Từ ngày"), null=True, blank=True, help_text=_("Để trống khi chưa biết ngày."))
    kind = models.CharField(
        _("Hình thức"), max_length=16, choices=SuccessionKind.choices, default=SuccessionKind.MERGE
    )
    note = models.CharField(_("Ghi chú"), max_length=255, blank=True)
    evidence = models.TextField(_("Nguồn kiểm chứng"), blank=True)

    class Meta:
        ordering = ["on", "id"]
        verbose_name = _("việc kế thừa")
        verbose_name_plural = pgettext_lazy("số nhiều", "việc kế thừa")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "kind"], name="agency_succession_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def clean(self) -> None:
        """Refuse an agency that follows itself."""
        super().clean()
        if self.successor_id and self.successor_id == self.predecessor_id:
            raise ValidationError(
                {"successor": ValidationError(_("Một cơ quan không thể kế thừa chính nó."), code="cycle")}
            )
