"""Code lists: the province's vocabulary, loaded from reference files and kept by editors."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class CodeListEntry(models.Model):
    """One entry of a code list; its code is stable and public."""

    code = models.CharField(_("Mã"), max_length=64, unique=True)
    name_vi = models.CharField(_("Tên"), max_length=255)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=255, blank=True)
    sort_order = models.PositiveIntegerField(_("Thứ tự"), default=0, db_index=True)

    class Meta:
        abstract = True
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, Vietnamese where no other is known."""
        return (self.name_en if get_language() == "en" else "") or self.name_vi
