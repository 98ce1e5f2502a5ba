"""What people say about drafts: submissions with one receipt each, and the comments in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gazette.drafts.enums import Channel, CommenterKind, CommentState, EventKind
from gazette.drafts.querysets import CommentQuerySet


class Submission(models.Model):
    """One sending: who, by what channel, with which receipt; what is private stands in `contact`, encrypted."""

    draft = models.ForeignKey("drafts.DraftRegulation", on_delete=models.PROTECT, related_name="submissions")
    receipt_digest = models.CharField(max_length=64, unique=True, editable=False)
    commenter_kind = models.CharField(_("Đối tượng"), max_length=16, choices=CommenterKind.choices)
    #: Empty for whoever wants to be anonymous to the public: the name is then private.
    public_name = models.CharField(_("Tên công khai"), max_length=200, blank=True)
    is_anonymous = models.BooleanField(_("Ẩn danh với công chúng"), default=False)
    contact = models.ForeignKey(
        "core.PrivateContact", null=True, blank=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    has_consented = models.BooleanField(_("Đồng ý công bố"), default=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    created_at = models.DateTimeField(_("Nhận lúc"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("lần gửi góp ý")
        verbose_name_plural = pgettext_lazy("số nhiều", "lần gửi góp ý")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.pk}"


class DuplicateCluster(models.Model):
    """Comments of one draft whose texts are nearly the same: a form letter with its signers."""

    draft = models.ForeignKey("drafts.DraftRegulation", on_delete=models.CASCADE, related_name="clusters")
    #: What all have in common is shown by the comment whose text stands for the others.
    size = models.PositiveIntegerField(_("Số góp ý"), default=0)

    class Meta:
        verbose_name = _("nhóm góp ý trùng")
        verbose_name_plural = pgettext_lazy("số nhiều", "nhóm góp ý trùng")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.pk}"


class PublicComment(models.Model):
    """A comment on an article (or the whole) of a version; `text` is the person's own and never changed by us."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    draft = models.ForeignKey("drafts.DraftRegulation", on_delete=models.PROTECT, related_name="comments")
    version = models.ForeignKey(
        "drafts.DraftVersion", null=True, on_delete=models.PROTECT, related_name="comments"
    )
    section = models.ForeignKey(
        "drafts.DraftSection", null=True, blank=True, on_delete=models.PROTECT, related_name="comments"
    )
    #: The same article in the newest version; none where it is gone or the comment is on the whole.
    current_section = models.ForeignKey(
        "drafts.DraftSection",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="current_comments",
    )
    state = models.CharField(
        _("Trạng thái"), max_length=16, choices=CommentState.choices, default=CommentState.PENDING
    )
    text = models.TextField(_("Nội dung góp ý"))
    #: The text with personal data masked; empty where nothing is.
    masked_text = models.TextField(_("Nội dung đã che"), blank=True)
    hidden_reason = models.TextField(_("Lý do không công bố"), blank=True)
    created_at = models.DateTimeField(_("Nhận lúc"), default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)
    cluster = models.ForeignKey(
        DuplicateCluster, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )
    outcome = models.ForeignKey(
        "drafts.CommentOutcome",
        verbose_name=_("Kết quả"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="comments",
    )
    explanation = models.TextField(_("Nội dung tiếp thu, giải trình"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("góp ý")
        verbose_name_plural = pgettext_lazy("số nhiều", "góp ý")
        default_permissions = ()
        permissions = [
            ("moderate_publiccomment", _("Duyệt góp ý: công bố, che, không công bố")),
            ("answer_publiccomment", _("Tiếp thu, giải trình góp ý")),
        ]
        ordering = ["id"]
        indexes = [
            models.Index(fields=["draft", "state", "id"], name="comment_of_draft"),
            models.Index(fields=["state", "id"], name="comment_queue"),
            models.Index(fields=["current_section", "state"], name="comment_of_section"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def public_text(self) -> str:
        """What the public reads."""
        return self.masked_text or self.text


class CommentFile(models.Model):
    """A file that came with a comment; for the handling group only, never served to the public."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(upload_to="gop-y/%Y/%m/")
    name = models.CharField(_("Tên tệp"), max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("tệp kèm góp ý")
        verbose_name_plural = pgettext_lazy("số nhiều", "tệp kèm góp ý")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class DraftEvent(models.Model):
    """What happened to a draft or to one of its comments: the trail that is only ever added to."""

    draft = models.ForeignKey("drafts.DraftRegulation", on_delete=models.CASCADE, related_name="events")
    comment = models.ForeignKey(
        PublicComment, null=True, blank=True, on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(_("Việc"), max_length=16, choices=EventKind.choices)
    #: For a change of state: from and to. For an edited comment: the text before.
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    note = models.TextField(_("Lý do"), blank=True)
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
        return f"{self.kind} {self.comment_id or self.draft_id}"
