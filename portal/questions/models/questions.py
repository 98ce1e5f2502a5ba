"""Questions of citizens: what was asked, who has it, until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.deadlines import Deadline
from portal.questions.due_dates import DEFAULT
from portal.questions.enums import TONES, Channel, State
from portal.questions.querysets import QuestionQuerySet, StateWrittenByHand
from search import vietnamese


class Question(models.Model):
    """A question; its state is changed by `services.states` alone, what is private stands in `contact`, encrypted."""

    #: What the asker calls his case by; random, so that nobody counts or guesses.
    code = models.CharField(_("Mã hồ sơ"), max_length=32, unique=True, editable=False)
    secret_digest = models.CharField(max_length=64, blank=True, editable=False)
    title = models.CharField(_("Tiêu đề"), max_length=300)
    text = models.TextField(_("Nội dung câu hỏi"))
    #: What the public reads where personal data is masked; empty where nothing is.
    masked_title = models.CharField(_("Tiêu đề đã che"), max_length=300, blank=True)
    masked_text = models.TextField(_("Nội dung đã che"), blank=True)
    field = models.ForeignKey(
        "questions.QuestionField",
        verbose_name=_("Lĩnh vực"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
    )
    field_text = models.CharField(_("Lĩnh vực như ghi"), max_length=255, blank=True)
    #: A place that is known to the portal; what an asker typed beside it is private.
    area = models.CharField(_("Địa bàn"), max_length=255, blank=True)
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("Cơ quan trả lời"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
    )
    agency_text = models.CharField(_("Tên cơ quan như ghi"), max_length=600, blank=True)
    state = models.CharField(
        _("Trạng thái"), max_length=16, choices=State.choices, default=State.RECEIVED, editable=False
    )
    state_reason = models.TextField(_("Lý do của trạng thái"), blank=True, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("Người hỏi rút lúc"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )
    #: Unknown only for what was imported without its day.
    asked_at = models.DateTimeField(_("Hỏi lúc"), null=True, blank=True, db_index=True)
    due_on = models.DateField(_("Hạn trả lời"), null=True, blank=True)
    rule_code = models.CharField(max_length=64, blank=True, editable=False)
    rule_amount = models.PositiveSmallIntegerField(default=DEFAULT.amount, editable=False)
    rule_unit = models.CharField(max_length=16, default=DEFAULT.unit, editable=False)
    rule_basis = models.CharField(max_length=255, blank=True, editable=False)
    extension_days = models.PositiveSmallIntegerField(_("Gia hạn (ngày làm việc)"), default=0)
    extension_reason = models.TextField(_("Lý do gia hạn"), blank=True)
    answered_at = models.DateTimeField(_("Trả lời lúc"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("Công bố lúc"), null=True, blank=True, editable=False)
    contact = models.ForeignKey(
        "core.PrivateContact", null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    has_consented = models.BooleanField(_("Đồng ý công bố"), default=False)
    #: The asker wrote something that nobody of the office has read.
    is_unread = models.BooleanField(default=False, editable=False)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.FORM)
    helpful_count = models.PositiveIntegerField(_("Hữu ích"), default=0)
    unhelpful_count = models.PositiveIntegerField(_("Chưa hữu ích"), default=0)
    source_id = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    source_digest = models.CharField(max_length=60, blank=True, editable=False)
    source_name = models.CharField(_("Nguồn"), max_length=255, blank=True)
    source_url = models.URLField(max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    folded = models.TextField(blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu hỏi")
        verbose_name_plural = pgettext_lazy("số nhiều", "câu hỏi")
        default_permissions = ()
        permissions = [
            ("triage_question", _("Kiểm duyệt, chuyển, từ chối, gộp câu hỏi")),
            ("answer_question", _("Trả lời câu hỏi được chuyển đến cơ quan mình")),
            ("approve_question", _("Duyệt, công bố, gỡ câu trả lời")),
        ]
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-asked_at", "-id"], name="question_list"),
            models.Index(fields=["state", "due_on"], name="question_due"),
            models.Index(fields=["agency", "state"], name="question_of_agency"),
        ]

    def __str__(self) -> str:
        return self.public_title

    @classmethod
    def from_db(cls, *row: Any, **named: Any) -> Self:
        """Remember the state as it is stored."""
        question = super().from_db(*row, **named)
        question._stored_state = question.__dict__.get("state", "")
        return question

    @property
    def public_title(self) -> str:
        """What the public reads as title."""
        return self.masked_title or self.title

    @property
    def public_text(self) -> str:
        """What the public reads as question."""
        return self.masked_text or self.text

    @property
    def agency_name(self) -> str:
        """Who answers, as written or by the list's name."""
        return self.agency_text or (self.agency.name_vi if self.agency else "")

    @property
    def field_name(self) -> str:
        """What it is about, by the list's name or as written."""
        return self.field.name if self.field else self.field_text

    @property
    def rule(self) -> Deadline:
        """The time limit as it held when the question came in."""
        return Deadline(
            code=self.rule_code, amount=self.rule_amount, unit=self.rule_unit, legal_basis=self.rule_basis
        )

    @property
    def is_masked(self) -> bool:
        """Whether the public reads another text than the asker wrote."""
        return bool(self.masked_title or self.masked_text)

    @property
    def tone(self) -> str:
        """How the state is shown."""
        return TONES.get(State(self.state), "muted")

    def get_absolute_url(self) -> str:
        """Return the question's page in the active language."""
        return reverse("questions:detail", args=[self.pk])

    def derive(self, answer: str = "") -> None:
        """Set what is searched by words: the public text and the answer."""
        self.folded = vietnamese.fold(" ".join((self.public_title, self.public_text, answer)))[:20_000]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a state that was set past the transitions."""
        stored = getattr(self, "_stored_state", State.RECEIVED if self._state.adding else None)
        if stored is not None and stored != self.state:
            raise StateWrittenByHand(f"{stored} → {self.state}")
        if kwargs.get("update_fields") is None:
            self.updated_at = timezone.now()
        super().save(*args, **kwargs)
        self._stored_state = self.state

    def write_state(self, state: State, reason: str, now: datetime) -> None:
        """Set the next state; for `services.states` alone, which has asked the table."""
        self._stored_state = self.state = state
        self.state_reason, self.state_since, self.updated_at = reason, now, now
