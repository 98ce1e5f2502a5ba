"""What is searched for, in numbers: no row tells who asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Longer queries are sentences in which people tell of themselves; only their beginning is kept.
LONGEST_QUERY = 100


class SearchCount(models.Model):
    """How often a query was asked on a day, and how many hits it had last."""

    day = models.DateField(_("ngày"))
    query = models.CharField(_("câu tìm kiếm"), max_length=LONGEST_QUERY)
    asked = models.PositiveIntegerField(_("số lần"), default=0)
    found = models.PositiveIntegerField(_("số kết quả"), default=0)

    class Meta:
        verbose_name = _("số lượt tìm kiếm")
        verbose_name_plural = pgettext_lazy("số nhiều", "số lượt tìm kiếm")
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="search_count")]

    def __str__(self) -> str:
        return f"{self.day} {self.query}: {self.asked}"


class SearchClick(models.Model):
    """How often a result was opened from a query, and where it stood in the list."""

    query = models.CharField(_("câu tìm kiếm"), max_length=LONGEST_QUERY)
    source = models.CharField(_("nguồn"), max_length=40)
    object_id = models.CharField(_("bản ghi"), max_length=64)
    unit = models.CharField(_("đoạn"), max_length=80, blank=True)
    count = models.PositiveIntegerField(_("số lần"), default=0)
    #: Sum of the places, from 1: divided by the count it is the mean place.
    places = models.PositiveIntegerField(_("tổng vị trí"), default=0)
    last_on = models.DateField(_("lần cuối"))

    class Meta:
        verbose_name = _("lượt mở kết quả")
        verbose_name_plural = pgettext_lazy("số nhiều", "lượt mở kết quả")
        constraints = [
            models.UniqueConstraint(fields=["query", "source", "object_id", "unit"], name="search_click")
        ]

    def __str__(self) -> str:
        return f"{self.query} → {self.source} {self.object_id}: {self.count}"
