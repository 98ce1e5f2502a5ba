"""The vocabulary of drafts for comment: states of a draft, outcomes of a comment."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.models import CodeListEntry


class ConsultationStatus(CodeListEntry):
    """A state of a draft for comment, with those that may follow it."""

    is_public = models.BooleanField(_("Hiện công khai"), default=False)
    accepts_comments = models.BooleanField(_("Nhận góp ý"), default=False)
    next_statuses = models.ManyToManyField(
        "self",
        verbose_name=_("Trạng thái tiếp theo"),
        symmetrical=False,
        blank=True,
        related_name="previous_statuses",
    )
    required_to_enter = models.CharField(_("Điều kiện chuyển vào"), max_length=255, blank=True)

    class Meta(CodeListEntry.Meta):
        verbose_name = _("trạng thái lấy ý kiến")
        verbose_name_plural = pgettext_lazy("số nhiều", "trạng thái lấy ý kiến")


class CommentOutcome(CodeListEntry):
    """What became of a comment."""

    class Meta(CodeListEntry.Meta):
        verbose_name = _("kết quả tiếp thu góp ý")
        verbose_name_plural = pgettext_lazy("số nhiều", "kết quả tiếp thu góp ý")
