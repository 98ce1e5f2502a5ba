"""Relations that the text of a document suggests, until an editor confirms or rejects them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.documents.enums import ProposalState


class ProposedRelation(models.Model):
    """What a sentence of `source` seems to do to another document; one is proposed once, whatever is decided."""

    source = models.ForeignKey(
        "documents.LegalDocument",
        verbose_name=_("Văn bản"),
        on_delete=models.CASCADE,
        related_name="proposed_relations",
    )
    relation_type = models.ForeignKey(
        "documents.RelationType",
        verbose_name=_("Quan hệ"),
        on_delete=models.CASCADE,
        related_name="proposals",
    )
    target = models.ForeignKey(
        "documents.LegalDocument",
        verbose_name=_("Văn bản kia"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposed_inverse_relations",
    )
    target_number = models.CharField(_("Số, ký hiệu"), max_length=120)
    target_key = models.CharField(max_length=120, db_index=True)
    target_type = models.CharField(_("Loại văn bản kia"), max_length=64, blank=True)
    target_issuer = models.CharField(_("Cơ quan ban hành văn bản kia"), max_length=255, blank=True)
    target_issued_on = models.DateField(_("Ngày ban hành văn bản kia"), null=True, blank=True)
    provision = models.TextField(_("Điều khoản chịu tác động"), blank=True)
    acting_provision = models.CharField(_("Điều khoản tác động"), max_length=255, blank=True)
    #: The sentence that suggests it, and where it stands in the text.
    evidence = models.TextField(_("Câu trong văn bản"))
    anchor = models.CharField(max_length=80, blank=True)
    state = models.CharField(
        _("Trạng thái"), max_length=16, choices=ProposalState.choices, default=ProposalState.WAITING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("quan hệ được đề xuất")
        verbose_name_plural = pgettext_lazy("số nhiều", "quan hệ được đề xuất")
        ordering = ["state", "-id"]
        indexes = [models.Index(fields=["state", "-id"], name="proposal_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "relation_type", "target_key", "provision"], name="proposal_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.relation_type} {self.target_number}"
