"""What this room keeps of a person beside the private contact: told on export, taken away on erasure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gazette.drafts.models import CommentFile, Submission
from portal.core import generation
from portal.core.registry import PrivateForm

FORM = "drafts.comment"
#: The consultation, the response and the time in which they may be disputed.
_RETENTION_DAYS = 730


def private_form() -> PrivateForm:
    """Return how long the form's private data is kept and what belongs to it."""
    return PrivateForm(
        title=_("Góp ý dự thảo"), retention_days=_RETENTION_DAYS, describe=_describe, forget=_forget
    )


def _describe(contact_ids: Sequence[int]) -> Mapping[int, Any]:
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    submissions = Submission.objects.filter(contact__in=contact_ids).select_related("draft")
    for submission in submissions.prefetch_related("comments__section", "files"):
        found[submission.contact_id or 0].append(
            {
                "draft": submission.draft.title,
                "sent_at": submission.created_at.isoformat(),
                "public_name": submission.public_name,
                "anonymous": submission.is_anonymous,
                "comments": [
                    {"article": str(comment.section or ""), "text": comment.text, "state": comment.state}
                    for comment in submission.comments.all()
                ],
                "files": [file.name for file in submission.files.all()],
            }
        )
    return found


def _forget(contact_ids: Sequence[int]) -> None:
    """Take the name from what is public, and the files; the comment itself stays part of the consultation's record."""
    files = CommentFile.objects.filter(submission__contact__in=contact_ids)
    for file in files:
        transaction.on_commit(partial(file.file.storage.delete, str(file.file.name)))
    files.delete()
    if Submission.objects.filter(contact__in=contact_ids).update(public_name="", is_anonymous=True):
        generation.raise_generation()
