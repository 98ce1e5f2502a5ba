"""Synonyms: what means the same to whoever searches."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from search.engines.analysis import syllables

#: Longer ones are sentences, not names.
_MOST_SYLLABLES = 12
_MOST_FORMS = 12


class SynonymGroup(models.Model):
    """Ways to say one thing, such as an abbreviation and the full name; every change holds from the next search on."""

    terms = models.CharField(
        _("Các cách viết cùng nghĩa"),
        max_length=500,
        unique=True,
        help_text=_("Cách nhau bằng dấu phẩy, ví dụ: UBND, Ủy ban nhân dân. Có hiệu lực ngay."),
    )
    note = models.CharField(_("Ghi chú"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("nhóm từ đồng nghĩa")
        verbose_name_plural = pgettext_lazy("số nhiều", "nhóm từ đồng nghĩa")
        ordering = ["terms"]

    def __str__(self) -> str:
        return self.terms

    def clean(self) -> None:
        """Refuse a group that says nothing, or too much."""
        super().clean()
        folded = [tuple(word for word, _written in syllables(form)) for form in forms_of(self.terms)]
        if len({form for form in folded if form}) < 2:
            raise ValidationError(
                {"terms": _("Cần ít nhất hai cách viết khác nhau, cách nhau bằng dấu phẩy.")}, code="too_few"
            )
        if len(folded) > _MOST_FORMS or max(map(len, folded)) > _MOST_SYLLABLES:
            raise ValidationError(
                {"terms": _("Tối đa 12 cách viết, mỗi cách tối đa 12 tiếng.")}, code="too_many"
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the terms in one form."""
        self.terms = ", ".join(forms_of(self.terms))
        super().save(*args, **kwargs)


def forms_of(terms: str) -> list[str]:
    """Return the ways of writing in a group."""
    return list(dict.fromkeys(" ".join(form.split()) for form in terms.split(",") if form.strip()))
