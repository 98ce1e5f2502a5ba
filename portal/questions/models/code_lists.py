"""The vocabulary of questions: fields and statuses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.models import CodeListEntry


class QuestionField(CodeListEntry):
    """A field that citizens ask about, with the agency that usually answers."""

    default_agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("Cơ quan trả lời mặc định"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="question_fields",
    )

    class Meta(CodeListEntry.Meta):
        verbose_name = _("lĩnh vực hỏi đáp")
        verbose_name_plural = pgettext_lazy("số nhiều", "lĩnh vực hỏi đáp")


class QuestionStatus(CodeListEntry):
    """A state of a question, with those that may follow it."""

    is_public = models.BooleanField(_("Hiện công khai"), default=False)
    is_clock_running = models.BooleanField(_("Đang tính thời hạn"), default=False)
    next_statuses = models.ManyToManyField(
        "self",
        verbose_name=_("Trạng thái tiếp theo"),
        symmetrical=False,
        blank=True,
        related_name="previous_statuses",
    )
    note = models.CharField(_("Ghi chú"), max_length=255, blank=True)

    class Meta(CodeListEntry.Meta):
        verbose_name = _("trạng thái hỏi đáp")
        verbose_name_plural = pgettext_lazy("số nhiều", "trạng thái hỏi đáp")
