"""What happens around a question: forwardings, messages, files, the trail of events."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.questions.enums import Channel, EventKind, Role


class Forwarding(models.Model):
    """A question before an agency; while it is not ended, whoever has its signed link may answer."""

    question = models.ForeignKey("questions.Question", on_delete=models.CASCADE, related_name="forwardings")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="forwardings")
    email = models.EmailField(_("Thư điện tử của cơ quan"), blank=True)
    note = models.TextField(_("Lời nhắn"), blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    #: The day of the last reminder by the clock, so that each is sent once.
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("lần chuyển câu hỏi")
        verbose_name_plural = pgettext_lazy("số nhiều", "lần chuyển câu hỏi")
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=Q(ended_at=None), name="question_before_one_agency"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.question_id} → {self.agency_id}"


class Message(models.Model):
    """A further word on a case, back and forth between asker, office and agency; never published."""

    question = models.ForeignKey("questions.Question", on_delete=models.CASCADE, related_name="messages")
    role = models.CharField(max_length=8, choices=Role.choices)
    author = models.CharField(_("Người viết"), max_length=600, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("Nội dung"))
    channel = models.CharField(max_length=8, choices=Channel.choices)
    #: Sentences on what a mail brought and was not taken.
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("trao đổi")
        verbose_name_plural = pgettext_lazy("số nhiều", "trao đổi")
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return f"#{self.question_id}"


class QuestionFile(models.Model):
    """A file that came with a question or a message; for the office and the agency only."""

    question = models.ForeignKey("questions.Question", on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="files"
    )
    file = models.FileField(upload_to="cau-hoi/%Y/%m/")
    name = models.CharField(_("Tên tệp"), max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("tệp kèm câu hỏi")
        verbose_name_plural = pgettext_lazy("số nhiều", "tệp kèm câu hỏi")
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class QuestionEvent(models.Model):
    """What happened to a question: who, when, why; only ever added to."""

    question = models.ForeignKey("questions.Question", on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("Việc"), max_length=16, choices=EventKind.choices)
    #: For a change of state: from and to; for a moved due date: the day before and the day after.
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    note = models.TextField(_("Lý do"), blank=True)
    role = models.CharField(_("Vai trò"), max_length=8, choices=Role.choices)
    actor = models.CharField(_("Người thực hiện"), max_length=600, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("Lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("diễn biến")
        verbose_name_plural = pgettext_lazy("số nhiều", "diễn biến")
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.question_id}"


class AgencyMember(models.Model):
    """An account that answers for an agency."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Tài khoản"),
        on_delete=models.CASCADE,
        related_name="agency_membership",
    )
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("Cơ quan"), on_delete=models.CASCADE, related_name="members"
    )

    class Meta:
        verbose_name = _("tài khoản của cơ quan trả lời")
        verbose_name_plural = pgettext_lazy("số nhiều", "tài khoản của cơ quan trả lời")

    def __str__(self) -> str:
        return f"{self.user} ({self.agency})"
