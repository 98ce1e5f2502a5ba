"""Datasets: what a table is about, who keeps it, on what terms it may be used."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from opendata.datasets.enums import Licence, Nature, UpdateCycle
from opendata.datasets.querysets import DatasetQuerySet
from search import vietnamese

_SLUG = RegexValidator(
    r"^(?!toan-bo$)[a-z0-9]+(?:-[a-z0-9]+)*$",
    _("Chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối; không được là toan-bo."),
)


class Dataset(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel
):
    """A dataset; its tables are its versions, `current` is the newest.

    `dictionary` says what each column means, by its name: `{name: {title, description, unit}}`. It outlives a version;
    the types come from the files.
    """

    slug = models.CharField(
        _("Địa chỉ"),
        max_length=120,
        unique=True,
        validators=[_SLUG],
        help_text=_("Phần cuối của địa chỉ; không đổi sau khi công bố."),
    )
    title = models.CharField(_("Tên"), max_length=255)
    title_en = models.CharField(_("Tên tiếng Anh"), max_length=255, blank=True)
    description = models.TextField(_("Mô tả"), blank=True)
    nature = models.CharField(_("Loại số liệu"), max_length=16, choices=Nature.choices, default=Nature.STATED)
    publisher = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("Cơ quan công bố"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="datasets",
    )
    publisher_name = models.CharField(
        _("Tên cơ quan công bố"),
        max_length=255,
        blank=True,
        help_text=_("Khi không có trong danh mục cơ quan."),
    )
    owner = models.CharField(_("Đơn vị phụ trách"), max_length=255, blank=True)
    contact_name = models.CharField(_("Người liên hệ"), max_length=255, blank=True)
    contact_email = models.EmailField(_("Thư điện tử liên hệ"), blank=True)
    contact_phone = models.CharField(_("Điện thoại liên hệ"), max_length=40, blank=True)
    licence = models.CharField(_("Giấy phép"), max_length=24, choices=Licence.choices, default=Licence.CC_BY)
    update_cycle = models.CharField(
        _("Chu kỳ cập nhật"), max_length=16, choices=UpdateCycle.choices, default=UpdateCycle.IRREGULAR
    )
    themes = ParentalManyToManyField(
        "documents.SubjectArea", verbose_name=_("Chủ đề"), blank=True, related_name="datasets"
    )
    keywords = models.CharField(
        _("Từ khóa"), max_length=255, blank=True, help_text=_("Ngăn cách bằng dấu phẩy.")
    )
    spatial = models.CharField(_("Phạm vi không gian"), max_length=255, blank=True)
    temporal_from = models.CharField(
        _("Số liệu từ"), max_length=10, blank=True, help_text=_("Năm, năm-tháng hoặc ngày: 2011, 2011-03.")
    )
    temporal_to = models.CharField(_("Số liệu đến"), max_length=10, blank=True)
    document = models.ForeignKey(
        "documents.LegalDocument",
        verbose_name=_("Văn bản làm nguồn"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="datasets",
    )
    source_name = models.CharField(_("Nguồn"), max_length=255, blank=True)
    source_url = models.URLField(_("Địa chỉ nguồn"), max_length=2000, blank=True)
    dictionary = models.JSONField(_("Từ điển dữ liệu"), default=dict, blank=True)
    #: A Table Schema that files must meet; empty where the dictionary was read off the file.
    table_schema = models.JSONField(default=dict, blank=True, editable=False)
    current = models.ForeignKey(
        "datasets.DatasetVersion",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_reason = models.TextField(
        _("Lý do gỡ"), blank=True, help_text=_("Hiện tại địa chỉ cũ khi tập dữ liệu đã gỡ khỏi cổng.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    source_id = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    folded = models.TextField(blank=True, editable=False)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="dataset",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="dataset",
        for_concrete_model=False,
    )

    objects = DatasetQuerySet.as_manager()

    class Meta:
        verbose_name = _("tập dữ liệu")
        verbose_name_plural = pgettext_lazy("số nhiều", "tập dữ liệu")
        ordering = ["-updated_at", "-id"]
        indexes = [models.Index(fields=["live", "-updated_at", "-id"], name="dataset_list")]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return (self.title_en if get_language() == "en" else "") or self.title

    @property
    def publisher_label(self) -> str:
        """Who publishes the dataset, in words."""
        return self.publisher.name if self.publisher else self.publisher_name

    @property
    def keyword_list(self) -> list[str]:
        """The keywords one by one."""
        return [word.strip() for word in self.keywords.split(",") if word.strip()]

    def get_absolute_url(self) -> str:
        """Return the page's path in the reader's language."""
        return reverse("datasets:detail", args=[self.slug])

    def clean(self) -> None:
        """Refuse a period that ends before it begins."""
        super().clean()
        if (
            self.temporal_from
            and self.temporal_to
            and self.temporal_to < self.temporal_from[: len(self.temporal_to)]
        ):
            raise ValidationError(
                {"temporal_to": ValidationError(_("Kỳ cuối không được trước kỳ đầu."), code="period")}
            )

    def derive(self) -> None:
        """Fill the columns that follow from others."""
        names = [column["name"] for column in self.current.columns] if self.current else []
        texts = [self.title, self.title_en, self.description, self.keywords, self.slug, *names]
        self.folded = vietnamese.fold(" ".join(texts))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the dataset with its derived columns; saving single columns leaves them alone."""
        if kwargs.get("update_fields") is None:
            self.derive()
            self.updated_at = timezone.now()
        super().save(*args, **kwargs)

    def with_content(self, content: Any) -> Dataset:
        """Return a revision as an object; the newest version is no part of a draft, it is what was imported last."""
        draft: Dataset = super().with_content(content)
        draft.current_id = self.current_id
        return draft

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Preview with the public page's template."""
        return "opendata/datasets/dataset.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Give the preview what needs no query of the data."""
        return {"dataset": self, "breadcrumbs": []}
