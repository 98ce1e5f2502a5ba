"""Legal and administrative documents."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from gazette.documents.effect import effect_on, stated_day
from gazette.documents.effect_timeline import Facts, Period, plain_timeline
from gazette.documents.enums import TONES, EffectCode, SigningAuthority
from gazette.documents.querysets import LegalDocumentQuerySet
from search import vietnamese


class LegalDocument(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel
):
    """A document of an agency; it keeps the agency that issued it, whatever became of that agency.

    `number` is the text as printed; `number_key` is the same for every spelling of it. A date that is not known is
    null. The long text comes last, so that a row's other columns are read without it.
    """

    number = models.CharField(_("Số, ký hiệu"), max_length=120, blank=True)
    number_key = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    number_sort = models.CharField(max_length=160, blank=True, editable=False)
    document_type = models.ForeignKey(
        "documents.DocumentType",
        verbose_name=_("Loại văn bản"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    type_text = models.CharField(
        _("Loại văn bản như in"),
        max_length=120,
        blank=True,
        help_text=_("Để trống: lấy tên của loại văn bản."),
    )
    issuing_agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("Cơ quan ban hành"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    issuer_name = models.TextField(
        _("Tên cơ quan như in trên văn bản"),
        blank=True,
        help_text=_("Để trống: lấy tên của cơ quan vào ngày ban hành."),
    )
    collection = models.ForeignKey(
        "documents.PortalCollection",
        verbose_name=_("Chuyên mục"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    subject_areas = ParentalManyToManyField(
        "documents.SubjectArea", verbose_name=_("Lĩnh vực"), blank=True, related_name="documents"
    )
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    effective_on = models.DateField(_("Ngày có hiệu lực"), null=True, blank=True)
    expired_on = models.DateField(
        _("Ngày hết hiệu lực"),
        null=True,
        blank=True,
        help_text=_("Ngày đầu tiên văn bản không còn hiệu lực."),
    )
    stated_effect = models.CharField(
        _("Tình trạng theo nguồn"),
        max_length=32,
        choices=EffectCode.choices,
        blank=True,
        help_text=_("Dùng khi ngày tháng không cho biết, ví dụ hết hiệu lực một phần."),
    )
    stated_effect_text = models.CharField(_("Nguyên văn tình trạng ở nguồn"), max_length=255, blank=True)
    #: The day on which the portal learned of the statement; what it says without a day is not known before.
    stated_known_on = models.DateField(null=True, blank=True, editable=False)
    #: The source's identifier of another record of the same law, and the record that stands for that law here.
    same_as = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    same_law = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="other_records"
    )
    #: Whether the text was read for relations that it states (`services/proposals.py`).
    is_text_read = models.BooleanField(default=False, editable=False)
    #: Whether the status follows from the document's own dates alone; else `effect_periods` hold it for every day.
    effect_is_plain = models.BooleanField(default=True, editable=False)
    #: The day by which lists order: issued, else effective, else the beginning of time. Never shown.
    listed_on = models.DateField(default=date.min, editable=False)
    place = models.CharField(_("Nơi ban hành"), max_length=120, blank=True)
    signer = models.CharField(_("Người ký"), max_length=255, blank=True)
    signer_title = models.CharField(_("Chức vụ người ký"), max_length=255, blank=True)
    signing_authority = models.CharField(
        _("Quyền hạn ký"), max_length=8, choices=SigningAuthority.choices, blank=True
    )
    recipients = models.TextField(_("Nơi nhận"), blank=True)
    gazette_number = models.CharField(_("Số Công báo (theo nguồn)"), max_length=60, blank=True)
    gazette_on = models.DateField(_("Ngày Công báo (theo nguồn)"), null=True, blank=True)
    province = models.CharField(_("Tỉnh (theo nguồn)"), max_length=60, blank=True)
    source_name = models.CharField(_("Nguồn"), max_length=255, blank=True)
    source_url = models.URLField(_("Địa chỉ nguồn"), max_length=2000, blank=True)
    source_files = models.JSONField(default=list, blank=True, editable=False)
    source_id = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    source_digest = models.CharField(max_length=60, blank=True, editable=False)
    withdrawn_reason = models.TextField(
        _("Lý do gỡ"), blank=True, help_text=_("Hiện tại địa chỉ cũ khi văn bản đã gỡ khỏi cổng.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    #: Number and summary folded, for filters that look into them.
    folded = models.TextField(blank=True, editable=False)
    summary = models.TextField(_("Trích yếu"), blank=True)
    text = models.TextField(_("Toàn văn"), blank=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="legal_document",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="legal_document",
        for_concrete_model=False,
    )

    objects = LegalDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = pgettext_lazy("số nhiều", "văn bản")
        ordering = ["-listed_on", "-id"]
        indexes = [
            # Any mix of filters is answered from this index alone, in the order of the list.
            models.Index(
                fields=[
                    "live", "-listed_on", "-id", "document_type", "issuing_agency", "collection", "effective_on",
                    "expired_on", "stated_effect", "effect_is_plain",
                ],
                name="document_list",
            ),
            models.Index(fields=["live", "document_type", "-listed_on", "-id"], name="document_type_list"),
            models.Index(fields=["live", "issuing_agency", "-listed_on", "-id"], name="document_agency_list"),
            models.Index(fields=["live", "collection", "-listed_on", "-id"], name="document_collection_list"),
            models.Index(fields=["live", "number_sort", "id"], name="document_number_list"),
            models.Index(fields=["live", "effective_on", "id"], name="document_effective_list"),
            models.Index(fields=["number_key", "issuing_agency", "issued_on"], name="document_duplicates"),
            models.Index(fields=["id"], condition=models.Q(is_text_read=False), name="document_unread"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Type and number, as one cites the document: Báo cáo 63/BC-VPUBND."""
        return (
            " ".join(part for part in (self.kind, self.number) if part)
            or self.summary[:120]
            or str(pgettext_lazy("một văn bản", "Văn bản"))
        )

    @property
    def kind(self) -> str:
        """The kind of document as printed on it."""
        if self.type_text or not self.document_type:
            return self.type_text
        # "Quyết định của UBND cấp tỉnh (QPPL)" is headed "QUYẾT ĐỊNH".
        return re.split(r" \(| của |,", self.document_type.name_vi, maxsplit=1)[0]

    @property
    def slug(self) -> str:
        """The readable tail of the address, from the number or else the summary."""
        return vietnamese.slugify(self.number or self.summary) or "van-ban"

    def get_absolute_url(self) -> str:
        """Return the page's path in the reader's language."""
        return reverse("documents:detail", args=[self.pk, self.slug])

    def effect(self, on: date | None = None) -> EffectCode:
        """Return the status on a day, by default today in Viet Nam."""
        day = on or timezone.localdate()
        if not self.effect_is_plain and self.pk:
            for period in self.effect_periods.all():
                if period.starts_on <= day < period.ends_on:
                    return EffectCode(period.status)
        return effect_on(
            day,
            effective_on=self.effective_on,
            expired_on=self.expired_on,
            stated=self.stated_effect,
        )

    def effect_timeline(self) -> list[Period]:
        """Return the stored status of every day (no query where `effect_periods` were fetched with the document)."""
        if self.effect_is_plain or not self.pk:
            return plain_timeline(self.effect_facts())
        return [
            Period(None if period.starts_on == date.min else period.starts_on, EffectCode(period.status))
            for period in self.effect_periods.all()
        ]

    def effect_facts(self) -> Facts:
        """Return what the document says of its own effect."""
        return Facts(
            key=self.pk or 0,
            issued_on=self.issued_on,
            effective_on=self.effective_on,
            expired_on=self.expired_on,
            stated=self.stated_effect,
            stated_on=stated_day(self.stated_effect_text) or self.stated_known_on,
        )

    def effect_tone(self) -> str:
        """Return how prominently today's status is shown."""
        return TONES[self.effect()]

    def derive(self) -> None:
        """Fill the columns that follow from others; every writer calls it."""
        self.number_key = vietnamese.number_key(self.number)[:120]
        parsed = vietnamese.parse_document_number(self.number)
        self.number_sort = (parsed.sort if parsed else f"~{self.number_key}")[:160]
        self.listed_on = self.issued_on or self.effective_on or date.min
        self.folded = vietnamese.fold(f"{self.number} {self.summary}")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the document with its derived columns; saving single columns leaves them alone."""
        if kwargs.get("update_fields") is None:
            if self.issuing_agency and not self.issuer_name:
                self.issuer_name = self.issuing_agency.name_on(self.issued_on)
            self.derive()
            self._note_statement()
            self.is_text_read = False
            self.updated_at = timezone.now()
        super().save(*args, **kwargs)

    def _note_statement(self) -> None:
        """Keep the day on which the portal learned of what the source states."""
        if not self.stated_effect:
            self.stated_known_on = None
            return
        stored = type(self).objects.filter(pk=self.pk).values_list("stated_effect", flat=True).first()
        if self.stated_known_on is None or (stored is not None and stored != self.stated_effect):
            self.stated_known_on = timezone.localdate()

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Preview with the public page's template."""
        return "gazette/documents/legal_document.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Give the preview what the public page has."""
        return {"document": self, "articles": [], "attachments": [], "relations": [], "breadcrumbs": []}
