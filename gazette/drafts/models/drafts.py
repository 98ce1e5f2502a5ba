"""Drafts of regulations on which the public is heard."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from gazette.drafts.commenting import state_at
from gazette.drafts.enums import TONES, DraftState, FileKind
from gazette.drafts.querysets import DraftQuerySet
from search import vietnamese

#: Addresses below `/du-thao/` that are no draft's.
RESERVED_SLUGS = frozenset({"bien-nhan", "gop-y"})


class DraftRegulation(ClusterableModel):
    """A draft with its consultation; `state` is changed by `services.states` alone, the text makes versions."""

    title = models.TextField(_("Tên dự thảo"))
    slug = models.SlugField(_("Địa chỉ"), max_length=110, unique=True, editable=False)
    number = models.CharField(_("Số, ký hiệu"), max_length=120, blank=True)
    summary = models.TextField(_("Tóm tắt"), blank=True)
    document_type = models.ForeignKey(
        "documents.DocumentType",
        verbose_name=_("Loại văn bản"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="drafts",
    )
    type_text = models.CharField(
        _("Loại văn bản như ghi"),
        max_length=120,
        blank=True,
        help_text=_("Để trống: lấy tên của loại văn bản."),
    )
    lead_agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("Cơ quan chủ trì soạn thảo"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="drafts",
    )
    agency_text = models.CharField(
        _("Tên cơ quan như ghi"), max_length=255, blank=True, help_text=_("Để trống: lấy tên của cơ quan.")
    )
    receiving_address = models.TextField(
        _("Nơi nhận góp ý"), blank=True, help_text=_("Địa chỉ, thư điện tử nhận góp ý ngoài cổng.")
    )
    regime = models.ForeignKey(
        "documents.PublicationDeadline",
        verbose_name=_("Quy định về thời hạn"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="drafts",
        limit_choices_to={"topic": "consultation"},
        help_text=_("Để trống: quy định đang áp dụng vào ngày mở."),
    )
    opens_at = models.DateTimeField(_("Mở lấy ý kiến lúc"), null=True, blank=True)
    closes_at = models.DateTimeField(_("Kết thúc lúc"), null=True, blank=True)
    first_closes_at = models.DateTimeField(null=True, blank=True, editable=False)
    short_reason = models.TextField(
        _("Lý do rút ngắn thời hạn"), blank=True, help_text=_("Bắt buộc khi ngắn hơn thời hạn tối thiểu.")
    )
    extension_reason = models.TextField(_("Lý do gia hạn"), blank=True, editable=False)
    state = models.CharField(
        _("Trạng thái"),
        max_length=32,
        choices=DraftState.choices,
        default=DraftState.PREPARING,
        editable=False,
    )
    state_reason = models.TextField(_("Lý do của trạng thái"), blank=True, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    responses_published_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: Up to which change of its comments the clusters of near-duplicates are known.
    clustered_at = models.DateTimeField(null=True, blank=True, editable=False)
    issued_document = models.ForeignKey(
        "documents.LegalDocument",
        verbose_name=_("Văn bản đã ban hành"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="drafts",
    )
    source_id = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    source_digest = models.CharField(max_length=60, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    folded = models.TextField(blank=True, editable=False)
    text = models.TextField(
        _("Toàn văn dự thảo"),
        blank=True,
        help_text=_("Mỗi điều bắt đầu bằng một dòng “Điều 1. …”. Sửa toàn văn sẽ tạo một phiên bản mới."),
    )

    #: Set by an import that makes the version from its own articles.
    is_imported_now = False

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("dự thảo")
        verbose_name_plural = pgettext_lazy("số nhiều", "dự thảo")
        ordering = ["-opens_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-opens_at", "-id"], name="draft_list"),
            models.Index(fields=["state", "closes_at"], name="draft_closing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opens_at=None) | Q(closes_at__gt=F("opens_at")),
                name="draft_window",
            ),
        ]
        permissions = [
            ("transition_draftregulation", _("Đổi trạng thái, gia hạn, công bố tiếp thu, giải trình")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        """The kind of document as written, or the list's name."""
        return self.type_text or (self.document_type.name_vi if self.document_type else "")

    @property
    def agency_name(self) -> str:
        """Who drafts."""
        return self.agency_text or (self.lead_agency.name_vi if self.lead_agency else "")

    @property
    def present_state(self) -> DraftState:
        """The state that holds now, by the clock too."""
        return DraftState(state_at(self, timezone.now()))

    @property
    def tone(self) -> str:
        """How the present state is shown."""
        return TONES.get(self.present_state, "muted")

    def get_absolute_url(self) -> str:
        """Return the draft's page in the active language."""
        return reverse("drafts:detail", args=[self.slug])

    def derive(self) -> None:
        """Set what follows from the other fields: normal text, address, folded words, the first closing."""
        self.title = vietnamese.normalize(self.title).strip()
        self.text = vietnamese.normalize(self.text)
        self.folded = vietnamese.fold(" ".join((self.title, self.number, self.summary)))[:4000]
        if self.first_closes_at is None:
            self.first_closes_at = self.closes_at
        if not self.slug:
            self.slug = self._free_slug()

    def _free_slug(self) -> str:
        base = vietnamese.slugify(self.title, 100) or "du-thao"
        taken = set(RESERVED_SLUGS) | set(
            DraftRegulation.objects.filter(slug__startswith=base)
            .exclude(pk=self.pk)
            .values_list("slug", flat=True)
        )
        numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
        return next(slug for slug in numbered if slug not in taken)

    def clean(self) -> None:
        """Refuse a window that ends before it begins."""
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError(
                {"closes_at": ValidationError(gettext("Phải kết thúc sau khi mở."), code="ends_before_start")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep derived columns in step."""
        if kwargs.get("update_fields") is None:
            self.derive()
            self.updated_at = timezone.now()
        super().save(*args, **kwargs)


class DraftFile(Orderable):
    """A file of a draft: the draft itself, the explanatory report, the comparison table, others."""

    draft = ParentalKey(DraftRegulation, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(_("Loại tệp"), max_length=16, choices=FileKind.choices, default=FileKind.DRAFT)
    attachment = models.ForeignKey(
        "core.Attachment", verbose_name=_("Tệp"), on_delete=models.PROTECT, related_name="draft_files"
    )
    title = models.CharField(_("Tên hiển thị"), max_length=255, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("tệp của dự thảo")
        verbose_name_plural = pgettext_lazy("số nhiều", "tệp của dự thảo")

    def __str__(self) -> str:
        return self.title or self.attachment.title
