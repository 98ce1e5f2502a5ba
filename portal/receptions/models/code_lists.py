"""The vocabulary of citizen reception: kinds of petitions, which are never mixed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.models import CodeListEntry


class PetitionKind(CodeListEntry):
    """A kind of petition, with what may be published of it."""

    publishable = models.CharField(_("Được công bố"), max_length=255, blank=True)
    count_2021 = models.PositiveIntegerField(_("Số đơn năm 2021"), null=True, blank=True)
    source_quote = models.CharField(_("Trích nguyên văn nguồn"), max_length=255, blank=True)

    class Meta(CodeListEntry.Meta):
        verbose_name = _("loại đơn thư")
        verbose_name_plural = pgettext_lazy("số nhiều", "loại đơn thư")
