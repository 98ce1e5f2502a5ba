"""Relations between documents, typed and readable from both sides."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from gazette.documents.models.code_lists import RelationType
from search import vietnamese


def relation_label(kind: RelationType, *, outgoing: bool) -> str:
    """Return what the other document is called on the page of the one that acts (`outgoing`) or is acted upon."""
    if get_language() == "en" and kind.name_en:
        return kind.name_en if outgoing else kind.inverse_name_en or kind.name_en
    # "Văn bản sửa đổi" names the acting document, so that the other one is "Văn bản được sửa đổi";
    # "Căn cứ ban hành" and the like say what the acting document does.
    names_the_actor = kind.name_vi.startswith("Văn bản")
    return kind.inverse_name_vi if names_the_actor == outgoing else kind.name_vi


class DocumentRelation(models.Model):
    """`source` does something to `target`; a target that the portal does not hold is kept by its number."""

    source = ParentalKey("documents.LegalDocument", on_delete=models.CASCADE, related_name="relations")
    relation_type = models.ForeignKey(
        "documents.RelationType",
        verbose_name=_("Quan hệ"),
        on_delete=models.PROTECT,
        related_name="relations",
    )
    target = models.ForeignKey(
        "documents.LegalDocument",
        verbose_name=pgettext_lazy("một văn bản", "Văn bản"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="inverse_relations",
    )
    target_number = models.CharField(_("Số, ký hiệu"), max_length=120, blank=True)
    target_key = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    #: The source states that it was acted on ("chịu tác động của"): then `source` is the one acted upon.
    is_inverse = models.BooleanField(_("Chiều ngược"), default=False)
    provision = models.CharField(_("Điều khoản"), max_length=255, blank=True)
    effective_on = models.DateField(_("Từ ngày"), null=True, blank=True)
    stated = models.CharField(_("Quan hệ theo nguồn"), max_length=120, blank=True)
    is_imported = models.BooleanField(default=False, editable=False)

    panels = [
        FieldPanel("relation_type"), FieldPanel("is_inverse"), FieldPanel("target"), FieldPanel("target_number"),
        FieldPanel("provision"), FieldPanel("effective_on"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("quan hệ")
        verbose_name_plural = pgettext_lazy("số nhiều", "quan hệ")
        ordering = ["relation_type__sort_order", "id"]

    def __str__(self) -> str:
        return f"{self.label}: {self.target_number}"

    @property
    def label(self) -> str:
        """What the other document is to `source`, in words."""
        return relation_label(self.relation_type, outgoing=not self.is_inverse)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep number and key of the other document in step with the link to it."""
        if self.target and not self.target_number:
            self.target_number = self.target.number
        self.target_key = vietnamese.number_key(self.target_number)[:120]
        super().save(*args, **kwargs)
