"""Taking in comments, and their senders' later changes; every write is one transaction with its trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.drafts.commenting import WindowClosed, window_of
from gazette.drafts.enums import Channel, CommenterKind, CommentState, EventKind, SectionKind
from gazette.drafts.models import (
    CommentFile,
    DraftEvent,
    DraftRegulation,
    DraftSection,
    PublicComment,
    Submission,
)
from gazette.drafts.selectors import newest_version_id
from gazette.drafts.services.personal_data import FORM
from portal.core import generation
from portal.core.intake.private_files import keep_file
from portal.core.intake.receipts import new_receipt, receipt_digest
from portal.core.services import private_contacts
from portal.core.services.mailing import mail_contact
from portal.core.services.private_contacts import Contact


class UnknownArticle(Exception):
    """A comment on an article that the draft's present version does not have."""

    def __init__(self, anchor: str) -> None:
        super().__init__(anchor)
        self.anchor = anchor


@dataclass(frozen=True, kw_only=True)
class NewComment:
    """A text on an article, or on the whole where the anchor is empty."""

    anchor: str
    text: str


@dataclass(frozen=True, kw_only=True)
class NewSubmission:
    """What somebody sends, clean."""

    comments: Sequence[NewComment]
    commenter_kind: CommenterKind
    name: str = ""
    is_anonymous: bool = False
    contact: Contact = field(default_factory=Contact)
    has_consented: bool = False
    channel: Channel = Channel.FORM


def receive(
    draft: DraftRegulation, new: NewSubmission, files: Sequence[UploadedFile] = ()
) -> tuple[str, Submission]:
    """Store what was sent and return its receipt; raises `WindowClosed` or `UnknownArticle`. Needs a transaction."""
    window = window_of(draft)
    if not window.is_open:
        raise WindowClosed(window)
    version = newest_version_id(draft)
    sections = _sections(version, {comment.anchor for comment in new.comments} - {""})
    receipt = new_receipt()
    private_name = new.name if new.is_anonymous else ""
    contact = private_contacts.keep(
        FORM,
        Contact(
            name=private_name, email=new.contact.email, phone=new.contact.phone, address=new.contact.address
        ),
        has_more=bool(files),
    )
    submission = Submission.objects.create(
        draft=draft,
        receipt_digest=receipt_digest(receipt),
        commenter_kind=new.commenter_kind,
        public_name="" if new.is_anonymous else new.name,
        is_anonymous=new.is_anonymous or not new.name,
        contact=contact,
        has_consented=new.has_consented,
        channel=new.channel,
    )
    PublicComment.objects.bulk_create(
        PublicComment(
            submission=submission,
            draft=draft,
            version_id=version,
            section_id=sections.get(comment.anchor),
            current_section_id=sections.get(comment.anchor),
            text=comment.text,
        )
        for comment in new.comments
    )
    for file in files:
        keep_file(CommentFile(submission=submission), file)
    body = render_to_string(
        "emails/drafts/receipt.txt", {"draft": draft, "receipt": receipt, "site_url": settings.SITE_URL}
    )
    mail_contact(contact, _("Biên nhận góp ý: %(title)s") % {"title": draft.title[:120]}, body)
    return receipt, submission


def _sections(version_id: int | None, anchors: set[str]) -> dict[str, int]:
    if not anchors:
        return {}
    articles = DraftSection.objects.filter(version=version_id, kind=SectionKind.ARTICLE, anchor__in=anchors)
    found = dict(articles.values_list("anchor", "pk"))
    if unknown := anchors - set(found):
        raise UnknownArticle(min(unknown))
    return found


@transaction.atomic
def revise(submission: Submission, texts: Mapping[int, str]) -> int:
    """Replace the texts of comments until closing; the former ones stay in the trail. Returns how many changed."""
    comments = _open_comments(submission, texts)
    now, changed = timezone.now(), 0
    for comment in comments:
        text = texts[comment.pk]
        if text == comment.text:
            continue
        DraftEvent.objects.create(
            draft=submission.draft, comment=comment, kind=EventKind.EDITED, before=comment.text, after=text
        )
        comment.text, comment.masked_text, comment.state = text, "", CommentState.PENDING
        comment.published_at, comment.updated_at, comment.cluster = None, now, None
        # An answer of an earlier round was to the text before.
        comment.outcome, comment.explanation, comment.answered_at = None, "", None
        comment.save()
        changed += 1
    if changed:
        generation.raise_generation()
    return changed


@transaction.atomic
def withdraw(submission: Submission, comment_ids: Sequence[int]) -> int:
    """Take comments back until closing: they are shown to nobody outside any more, and kept in the trail."""
    now, changed = timezone.now(), 0
    for comment in _open_comments(submission, comment_ids):
        DraftEvent.objects.create(
            draft=submission.draft, comment=comment, kind=EventKind.WITHDRAWN, before=comment.state
        )
        comment.state, comment.updated_at = CommentState.WITHDRAWN, now
        comment.published_at = comment.cluster = None
        comment.save()
        changed += 1
    if changed:
        generation.raise_generation()
    return changed


def _open_comments(submission: Submission, ids: Mapping[int, str] | Sequence[int]) -> list[PublicComment]:
    draft = DraftRegulation.objects.get(pk=submission.draft_id)
    window = window_of(draft)
    if not window.is_open:
        raise WindowClosed(window)
    mine = submission.comments.select_for_update().filter(pk__in=list(ids))
    return list(mine.exclude(state__in=(CommentState.WITHDRAWN, CommentState.HIDDEN)))
