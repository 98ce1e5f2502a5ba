"""Moderating: publish, mask personal data, hide with a reason the author is told; nothing is ever deleted."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.drafts.commenting import may_moderate
from gazette.drafts.enums import CommentState, EventKind
from gazette.drafts.models import DraftEvent, PublicComment
from portal.core import generation
from portal.core.services.mailing import mail_contact
from search import vietnamese


@transaction.atomic
def publish(
    comment_id: int, *, user: AbstractBaseUser, masked_text: str | None = None, seen: str = ""
) -> PublicComment:
    """Show a comment to the public, with personal data masked where the moderator gives such a text.

    `seen` is the moment of the change that the moderator has read: what was edited since is not published unread.
    """
    comment = _locked(comment_id)
    if seen and seen != comment.updated_at.isoformat():
        raise ValidationError(_("Góp ý vừa được thay đổi; hãy đọc lại bản mới."), code="changed")
    if not comment.submission.has_consented:
        raise ValidationError(_("Người gửi không đồng ý công bố góp ý này."), code="consent")
    if masked_text is not None:
        masked = vietnamese.normalize(masked_text).strip()
        if not masked:
            raise ValidationError(_("Bản đã che không được để trống; hãy chọn không công bố."), code="empty")
        comment.masked_text = "" if masked == comment.text.strip() else masked
    before, now = comment.state, timezone.now()
    comment.state, comment.hidden_reason = CommentState.PUBLISHED, ""
    comment.published_at, comment.updated_at = comment.published_at or now, now
    comment.save()
    kind = EventKind.MASKED if comment.masked_text else EventKind.PUBLISHED
    _note(comment, kind, user, before=before, after=comment.masked_text)
    return comment


@transaction.atomic
def hide(comment_id: int, *, user: AbstractBaseUser, reason: str) -> PublicComment:
    """Keep a comment from the public with a reason; its author is told."""
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Hãy ghi lý do; người gửi sẽ được thông báo."), code="required")
    comment = _locked(comment_id)
    before = comment.state
    comment.state, comment.hidden_reason = CommentState.HIDDEN, reason
    comment.published_at, comment.cluster, comment.updated_at = None, None, timezone.now()
    comment.save()
    _note(comment, EventKind.HIDDEN, user, before=before, note=reason)
    body = render_to_string(
        "emails/drafts/hidden.txt", {"draft": comment.draft, "reason": reason, "site_url": settings.SITE_URL}
    )
    mail_contact(
        comment.submission.contact,
        _("Góp ý không được công bố: %(title)s") % {"title": comment.draft.title[:120]},
        body,
    )
    return comment


def _locked(comment_id: int) -> PublicComment:
    comment = (
        PublicComment.objects.select_for_update(of=("self",))
        .select_related("submission__contact", "draft")
        .get(pk=comment_id)
    )
    if comment.state == CommentState.WITHDRAWN:
        raise ValidationError(_("Người gửi đã rút góp ý này."), code="withdrawn")
    if not may_moderate(comment.draft):
        raise ValidationError(_("Dự thảo chưa công khai nên chưa duyệt được góp ý."), code="state")
    return comment


def _note(
    comment: PublicComment,
    kind: EventKind,
    user: AbstractBaseUser,
    *,
    before: str = "",
    after: str = "",
    note: str = "",
) -> None:
    DraftEvent.objects.create(
        draft=comment.draft,
        comment=comment,
        kind=kind,
        before=before,
        after=after,
        note=note,
        user=user,  # type: ignore[misc]
    )
    generation.raise_generation()
