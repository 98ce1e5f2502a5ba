"""Answering: an outcome and an explanation for every comment, singly or for a whole cluster, published together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.drafts.commenting import may_answer
from gazette.drafts.enums import CommentState, DraftState, EventKind
from gazette.drafts.models import CommentOutcome, DraftEvent, DraftRegulation, PublicComment, Submission
from gazette.drafts.services.states import change_state
from portal.core.services.mailing import mail_contact
from search import vietnamese

#: Whoever agrees with the draft needs no explanation.
AGREES = "nhat-tri"


@transaction.atomic
def answer(
    draft: DraftRegulation,
    comment_ids: Iterable[int],
    *,
    outcome: CommentOutcome,
    explanation: str,
    user: AbstractBaseUser,
) -> int:
    """Write what becomes of comments of one draft; return how many were answered."""
    if not may_answer(draft):
        raise ValidationError(
            _("Chỉ tiếp thu, giải trình sau khi hết thời hạn góp ý và trước khi công bố."), code="state"
        )
    explanation = vietnamese.normalize(explanation).strip()
    if not explanation and outcome.code != AGREES:
        raise ValidationError(_("Hãy ghi nội dung tiếp thu, giải trình."), code="required")
    now = timezone.now()
    comments = list(
        PublicComment.objects.select_for_update().filter(
            draft=draft, pk__in=list(comment_ids), state=CommentState.PUBLISHED
        )
    )
    for comment in comments:
        comment.outcome, comment.explanation, comment.answered_at = outcome, explanation, now
    PublicComment.objects.bulk_update(comments, ["outcome", "explanation", "answered_at"], batch_size=500)
    DraftEvent.objects.bulk_create(
        DraftEvent(
            draft=draft,
            comment=comment,
            kind=EventKind.ANSWERED,
            after=outcome.code,
            note=explanation,
            user=user,  # type: ignore[misc]
        )
        for comment in comments
    )
    return len(comments)


@transaction.atomic
def publish_responses(draft: DraftRegulation, *, user: AbstractBaseUser | None) -> DraftRegulation:
    """Publish the table of responses and tell everybody who left an address what became of each comment."""
    draft = change_state(draft, DraftState.RESPONDED, user=user)
    by_submission: defaultdict[int, list[PublicComment]] = defaultdict(list)
    answered = draft.comments.published().select_related("outcome", "section").order_by("id")
    for comment in answered:
        by_submission[comment.submission_id].append(comment)
    reached = Submission.objects.filter(draft=draft, contact__email_digest__gt="").select_related("contact")
    for submission in reached.filter(pk__in=list(by_submission)):
        body = render_to_string(
            "emails/drafts/responses.txt",
            {
                "draft": draft,
                "comments": by_submission[submission.pk],
                "responses_path": f"/du-thao/{draft.slug}/tiep-thu/",
                "site_url": settings.SITE_URL,
            },
        )
        mail_contact(
            submission.contact, _("Kết quả tiếp thu góp ý: %(title)s") % {"title": draft.title[:120]}, body
        )
    return draft
