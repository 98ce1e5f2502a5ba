"""Pinned results: what editors put first."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from search.engines.analysis import syllables

_LANGUAGE = re.compile(r"^/en(?=/)")


class PinnedResult(models.Model):
    """A page of the portal that stands first for certain queries; every change holds from the next search on."""

    queries = models.TextField(
        _("Câu tìm kiếm"),
        help_text=_(
            "Mỗi dòng một câu, gõ có dấu hay không dấu đều được. Chỉ ghim khi người đọc tìm đúng câu ấy."
        ),
    )
    path = models.CharField(
        _("Trang được ghim"),
        max_length=500,
        help_text=_("Địa chỉ của trang trên cổng, ví dụ /van-ban/12/24-2021-qd-ubnd/."),
    )
    sort_order = models.PositiveSmallIntegerField(
        _("Thứ tự"), default=0, help_text=_("Số nhỏ đứng trước khi một câu có nhiều trang được ghim.")
    )
    #: The queries as they are compared, a line break around each.
    folded = models.TextField(editable=False)

    class Meta:
        verbose_name = _("kết quả được ghim")
        verbose_name_plural = pgettext_lazy("số nhiều", "kết quả được ghim")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.queries.splitlines()[0] if self.queries.strip() else ''} → {self.path}"

    def clean(self) -> None:
        """Refuse queries without a word, and what is no page of this portal."""
        super().clean()
        self.path = path_of(self.path)
        if not self.path.startswith("/"):
            raise ValidationError({"path": _("Hãy ghi địa chỉ của một trang trên cổng.")}, code="no_path")
        if not _lines(self.queries):
            raise ValidationError({"queries": _("Cần ít nhất một câu tìm kiếm.")}, code="no_query")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the queries as they are compared."""
        self.path = path_of(self.path)
        self.folded = "".join(f"\n{line}" for line in _lines(self.queries)) + "\n"
        super().save(*args, **kwargs)


def folded_query(text: str) -> str:
    """Return the form in which queries are compared."""
    return " ".join(folded for folded, _written in syllables(text))


def path_of(address: str) -> str:
    """Return the path of an address, without language, query and fragment."""
    return _LANGUAGE.sub("", urlsplit(address.strip()).path)


def _lines(queries: str) -> list[str]:
    return list(dict.fromkeys(filter(None, map(folded_query, queries.splitlines()))))
