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
    #: The link follows from the number alone, so that a document that arrives later may change it.
    is_linked_by_number = models.BooleanField(default=False, editable=False)
    #: What else is known of a document that the portal does not hold.
    target_type = models.CharField(_("Loại văn bản kia"), max_length=64, blank=True)
    target_issuer = models.CharField(_("Cơ quan ban hành văn bản kia"), max_length=255, blank=True)
    target_issued_on = models.DateField(_("Ngày ban hành văn bản kia"), null=True, blank=True)
    #: The source states that it was acted on ("chịu tác động của"): then `source` is the one acted upon.
    is_inverse = models.BooleanField(_("Chiều ngược"), default=False)
    provision = models.TextField(
        _("Điều khoản chịu tác động"),
        blank=True,
        help_text=_("Ví dụ: Điều 5, khoản 2 Điều 8. Để trống: toàn bộ văn bản."),
    )
    acting_provision = models.CharField(
        _("Điều khoản tác động"),
        max_length=255,
        blank=True,
        help_text=_("Điều khoản của văn bản tác động quy định việc này."),
    )
    effective_on = models.DateField(
        _("Từ ngày"), null=True, blank=True, help_text=_("Để trống: ngày có hiệu lực của văn bản tác động.")
    )
    until = models.DateField(
        _("Đến hết ngày"), null=True, blank=True, help_text=_("Ngày cuối cùng của việc ngưng hiệu lực.")
    )
    #: Provisions are concerned, even where the source does not name them.
    is_partial = models.BooleanField(_("Chỉ một phần văn bản"), default=False)
    #: False while nobody decided which of several relations the source's words mean; it then changes no status.
    is_certain = models.BooleanField(_("Chắc chắn"), default=True)
    #: What the source notes at articles: `{article, change, on, by_article}`.
    changes = models.JSONField(default=list, blank=True, editable=False)
    stated = models.CharField(_("Quan hệ theo nguồn"), max_length=120, blank=True)
    is_imported = models.BooleanField(default=False, editable=False)

    panels = [
        FieldPanel("relation_type"), FieldPanel("is_inverse"), FieldPanel("target"), FieldPanel("target_number"),
        FieldPanel("provision"), FieldPanel("acting_provision"), FieldPanel("effective_on"), FieldPanel("until"),
        FieldPanel("is_partial"), FieldPanel("is_certain"), FieldPanel("target_type"), FieldPanel("target_issuer"),
        FieldPanel("target_issued_on"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("quan hệ")
        verbose_name_plural = pgettext_lazy("số nhiều", "quan hệ")
        ordering = ["relation_type__sort_order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None)
                | models.Q(effective_on=None)
                | models.Q(until__gte=models.F("effective_on")),
                name="relation_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.target_number}"

    @property
    def label(self) -> str:
        """What the other document is to `source`, in words."""
        return relation_label(self.relation_type, outgoing=not self.is_inverse)

    @property
    def acting_name(self) -> str:
        """The acting document as one cites it."""
        acting = self.target if self.is_inverse else self.source
        return acting.name if acting else " ".join(filter(None, (self.target_type, self.target_number)))

    @property
    def acting_id(self) -> int | None:
        """The document that acts, None where the portal does not hold it."""
        return self.target_id if self.is_inverse else self.source_id

    @property
    def acted_upon_id(self) -> int | None:
        """The document that is acted upon, None where the portal does not hold it."""
        return self.source_id if self.is_inverse else self.target_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep number and key of the other document in step with the link to it."""
        if self.target and not self.target_number:
            self.target_number = self.target.number
        self.target_key = vietnamese.number_key(self.target_number)[:120]
        if self.is_linked_by_number and self._is_aimed_by_hand():
            self.is_linked_by_number = False
        super().save(*args, **kwargs)

    def _is_aimed_by_hand(self) -> bool:
        """Whether somebody chose another document than the number led to."""
        stored = type(self).objects.filter(pk=self.pk).values_list("target_id", flat=True).first()
        return self.target_id is not None and self.target_id != stored
