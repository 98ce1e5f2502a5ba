"""Issues of the official gazette."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from gazette.issues.addressing import SLUG_LENGTH, address_base, choose_address
from gazette.issues.models.former_addresses import FormerAddress
from gazette.issues.numbering import IssueNumber, parse_issue_number
from gazette.issues.presentation import page_of
from gazette.issues.querysets import GazetteIssueQuerySet
from search import vietnamese

#: What is printed on an issue, by the names of the columns.
SEALED_FIELDS = (
    "year", "issue_number", "part", "published_on", "title", "is_special", "file_id", "note", "province",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2200


class GazetteIssue(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel
):
    """An issue of a year; `issue_number` is the text as printed, `first_number` to `last_number` what it means.

    An issue whose source tells no number or no date is kept without them. `province` is blank for the gazette of the
    province that publishes this portal.
    """

    year = models.PositiveSmallIntegerField(
        _("Năm"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    issue_number = models.CharField(
        _("Số Công báo"),
        max_length=60,
        blank=True,
        help_text=_("Như in trên Công báo, ví dụ 47 hoặc 44 + 45. Để trống khi nguồn không ghi số."),
    )
    first_number = models.PositiveIntegerField(null=True, editable=False)
    last_number = models.PositiveIntegerField(null=True, editable=False)
    part = models.CharField(
        _("Phần, tập"),
        max_length=60,
        blank=True,
        help_text=_("Chỉ ghi khi cùng một số chia thành nhiều phần."),
    )
    slug = models.CharField(max_length=SLUG_LENGTH, editable=False)
    published_on = models.DateField(_("Ngày đăng"), null=True, blank=True)
    #: The day and the number by which lists order; without a day the issue ends its year's list. Never shown.
    listed_on = models.DateField(editable=False)
    listed_number = models.PositiveIntegerField(default=0, editable=False)
    title = models.CharField(
        _("Tên riêng"), max_length=255, blank=True, help_text=_("Để trống: Công báo số … năm ….")
    )
    is_special = models.BooleanField(_("Số đặc biệt, phụ trương"), default=False)
    file = models.ForeignKey(
        "core.Attachment",
        verbose_name=_("Tệp PDF của số"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="gazette_issues",
    )
    note = models.TextField(_("Ghi chú"), blank=True)
    province = models.CharField(
        _("Tỉnh (theo nguồn)"),
        max_length=60,
        blank=True,
        help_text=_("Để trống: Công báo của chính tỉnh này."),
    )
    source_name = models.CharField(_("Nguồn"), max_length=255, blank=True)
    source_url = models.URLField(_("Địa chỉ nguồn"), max_length=2000, blank=True)
    source_reference = models.CharField(_("Mã tại nguồn"), max_length=64, blank=True)
    source_id = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    source_digest = models.CharField(max_length=60, blank=True, editable=False)
    withdrawn_reason = models.TextField(
        _("Lý do gỡ"),
        blank=True,
        help_text=_("Hiện tại địa chỉ cũ khi số Công báo đã gỡ khỏi cổng. Ghi và lưu trước khi gỡ."),
    )
    #: Since when the database refuses to change what the issue printed; imported copies are sealed by their import.
    sealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    #: Number and title folded, for filters that look into them.
    folded = models.CharField(max_length=500, blank=True, editable=False)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="gazette_issue",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="gazette_issue",
        for_concrete_model=False,
    )

    objects = GazetteIssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("số Công báo")
        verbose_name_plural = pgettext_lazy("số nhiều", "số Công báo")
        ordering = ["-listed_on", "-listed_number", "-id"]
        indexes = [
            models.Index(fields=["live", "-listed_on", "-listed_number", "-id"], name="gazette_issue_list"),
            models.Index(
                fields=["live", "year", "-listed_on", "-listed_number", "-id"], name="gazette_issue_year_list"
            ),
            models.Index(fields=["province", "part", "year", "first_number"], name="gazette_issue_sequence"),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["year", "slug"], name="gazette_issue_address"),
            # Ranges that overlap otherwise are refused by `clean` and by the import; databases differ in how.
            models.UniqueConstraint(
                fields=["year", "province", "part", "first_number"], name="gazette_issue_first"
            ),
            models.UniqueConstraint(
                fields=["year", "province", "part", "last_number"], name="gazette_issue_last"
            ),
            models.CheckConstraint(
                condition=Q(first_number=None, last_number=None) | Q(last_number__gte=F("first_number")),
                name="gazette_issue_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What one calls the issue, in the reader's language: Công báo số 44 + 45 năm 2026."""
        if self.title:
            return self.title
        words = {"number": self.issue_number, "year": self.year, "place": self.province, "part": self.part}
        if not self.issue_number:
            name = gettext("Công báo %(place)s năm %(year)s (nguồn không ghi số)") % words
        else:
            name = gettext("Công báo %(place)s số %(number)s năm %(year)s") % words
        return " ".join(name.split()) + (f", {self.part}" if self.part else "")

    @property
    def number(self) -> IssueNumber | None:
        """What the printed number means, None for an issue without a number."""
        if self.first_number is None or self.last_number is None:
            return None
        return IssueNumber(self.first_number, self.last_number)

    @property
    def is_dated_in_its_year(self) -> bool:
        """Whether the day of publication lies in the year that the issue belongs to."""
        return self.published_on is None or self.published_on.year == self.year

    @property
    def approved_schedule(self) -> bool:
        """Whether a publication is scheduled; a list that was read with `for_editors` knows without asking."""
        known: bool | None = getattr(self, "is_scheduled", None)
        return bool(super().approved_schedule) if known is None else known

    @property
    def withdrawal_reason(self) -> str:
        """Why the issue was withdrawn; an editor may have written it in the draft that was never published."""
        if self.withdrawn_reason or self.latest_revision is None:
            return self.withdrawn_reason
        return str(self.latest_revision.content.get("withdrawn_reason") or "")

    def with_content_json(self, content: dict[str, Any]) -> GazetteIssue:
        """Return a revision's content; whether the issue is sealed is no part of it."""
        issue: GazetteIssue = super().with_content_json(content)
        issue.sealed_at = self.sealed_at
        return issue

    def get_absolute_url(self) -> str:
        """Return the page's path in the reader's language."""
        return reverse("issues:detail", args=[self.year, self.slug])

    def get_file_url(self) -> str | None:
        """Return the path of the issue's file, None when there is none."""
        return reverse("issues:pdf", args=[self.year, self.slug]) if self.file_id and self.slug else None

    def clean(self) -> None:
        """Refuse numbers that another issue of the year carries, numbers that run backwards, a file that is no PDF."""
        super().clean()
        self.province = self.province.strip()
        self._refuse_changing_what_is_sealed()
        try:
            number = parse_issue_number(self.issue_number)
        except ValidationError as error:
            raise ValidationError({"issue_number": error}) from error
        if number and self.year:
            same = GazetteIssue.objects.filter(year=self.year, province=self.province, part=self.part)
            if other := same.overlapping(number).exclude(pk=self.pk).first():
                raise ValidationError({"issue_number": overlap_error(other.issue_number, self.year)})
        if self.file and self.file.file_extension.lower() != "pdf":
            raise ValidationError(
                {"file": ValidationError(_("Tệp của số Công báo phải là PDF."), code="file_not_pdf")}
            )

    def _refuse_changing_what_is_sealed(self) -> None:
        """Refuse other printed words or another file once the issue was published; corrections are entries."""
        stored = GazetteIssue.objects.filter(pk=self.pk, sealed_at__isnull=False).first() if self.pk else None
        if stored is None:
            return
        is_completed = stored.source_id is not None and stored.file_id is None
        changed = {name for name in SEALED_FIELDS if getattr(stored, name) != getattr(self, name)}
        if changed - ({"file_id"} if is_completed else set()):
            raise ValidationError(
                _("Số Công báo đã đăng không được sửa; hãy đăng đính chính ở một số sau."), code="sealed"
            )

    def derive(self) -> None:
        """Fill the columns that follow from others, but for the address; every writer calls it."""
        number = parse_issue_number(self.issue_number)
        self.first_number = number.first if number else None
        self.last_number = number.last if number else None
        self.listed_number = number.first if number else 0
        self.listed_on = self.published_on or date(self.year, 1, 1)
        self.folded = vietnamese.fold(f"{self.issue_number} {self.title} {self.province}")[:500]

    @property
    def wanted_slug(self) -> str:
        """The slug that the issue has when no other issue claims it."""
        return address_base(
            self.number, text=self.issue_number or self.title, part=self.part, source_id=self.source_id or ""
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the issue with its derived columns; a published issue that moves leaves its old address behind."""
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        self.derive()
        stored = GazetteIssue.objects.filter(pk=self.pk).first() if self.pk else None
        self.slug = choose_address(
            self.wanted_slug,
            self.province,
            present=self.slug if stored is None or stored.year == self.year else "",
            is_taken=lambda slug: (
                GazetteIssue.objects.filter(year=self.year, slug=slug).exclude(pk=self.pk).exists()
            ),
        )
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)
        if stored and stored.first_published_at and (stored.year, stored.slug) != (self.year, self.slug):
            FormerAddress.objects.update_or_create(
                year=stored.year, slug=stored.slug, defaults={"issue": self}
            )

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Preview with the public page's template."""
        return "gazette/issues/gazette_issue.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Give the preview what the public page has."""
        return page_of(self)


def overlap_error(other_number: str, year: int) -> ValidationError:
    """Return the refusal of a number that an issue of the same year carries already."""
    return ValidationError(
        _("Năm %(year)s đã có Công báo số %(number)s; một số chỉ đăng một lần trong năm."),
        code="number_taken",
        params={"year": str(year), "number": other_number},
    )
