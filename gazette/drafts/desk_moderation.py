"""The moderation queue, one comment after the other, all of it by keyboard; needs the right to moderate."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from gazette.drafts import presentation, selectors
from gazette.drafts.enums import EventKind
from gazette.drafts.models import CommentFile, DraftEvent, PublicComment
from gazette.drafts.services import moderation
from portal.core.services import private_contacts

MODERATE = "drafts.moderate_publiccomment"
SEE_CONTACTS = "core.view_privatecontact"


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    """Moderators: the next comment that waits, or the word that none does."""
    if not request.user.has_perm(MODERATE):
        return permission_denied(request)
    draft_id = request.GET.get("draft", "")
    draft = selectors.draft_with_key(int(draft_id)) if draft_id.isdigit() and len(draft_id) < 19 else None
    after = request.GET.get("after", "")
    waiting = selectors.next_pending(draft, int(after) if after.isdigit() and len(after) < 19 else 0)
    if waiting is None:
        return render(request, "gazette/drafts/desk/queue_empty.html", {})
    return redirect(_address(waiting.pk, draft_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: HttpRequest, comment_id: int) -> HttpResponseBase:
    """Moderators: one comment to publish, mask or hide; the next one follows."""
    if not request.user.has_perm(MODERATE):
        return permission_denied(request)
    comment = _comment(comment_id)
    draft_id = request.GET.get("draft", "")
    if request.method != "POST":
        return render(request, "gazette/drafts/desk/moderate.html", _context(request, comment))
    action, seen = request.POST.get("action", ""), request.POST.get("seen", "")
    try:
        if action == "publish":
            moderation.publish(comment.pk, user=request.user, seen=seen)  # type: ignore[arg-type]
        elif action == "mask":
            masked = request.POST.get("masked_text", "")
            moderation.publish(comment.pk, user=request.user, masked_text=masked, seen=seen)  # type: ignore[arg-type]
        elif action == "hide":
            moderation.hide(comment.pk, user=request.user, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]
        else:
            raise ValidationError(_("Hãy chọn một việc."), code="action")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        comment = _comment(comment_id)
        context = _context(request, comment) | {
            "masked_text": request.POST.get("masked_text", comment.public_text),
            "reason": request.POST.get("reason", ""),
        }
        return render(request, "gazette/drafts/desk/moderate.html", context, status=400)
    messages.success(request, _("Góp ý %(number)s: đã lưu.") % {"number": comment.pk})
    query = f"?after={comment.pk}" + (f"&draft={draft_id}" if draft_id.isdigit() else "")
    return redirect(reverse("drafts_desk:queue") + query)


@never_cache
@require_POST
def contact(request: HttpRequest, comment_id: int) -> HttpResponseBase:
    """The handling group: the private contact of a commenter; every view is logged."""
    if not (request.user.has_perm(MODERATE) and request.user.has_perm(SEE_CONTACTS)):
        return permission_denied(request)
    comment = _comment(comment_id)
    kept = comment.submission.contact
    shown = None
    if kept is not None:
        shown = private_contacts.read(kept, request.user)
        DraftEvent.objects.create(
            draft=comment.draft,
            comment=comment,
            kind=EventKind.CONTACT,
            user=request.user,  # type: ignore[misc]
        )
    context = _context(request, comment) | {"contact": shown, "is_contact_shown": True}
    return render(request, "gazette/drafts/desk/moderate.html", context)


@never_cache
@require_safe
def file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """Moderators: a file that came with a comment, always as a download."""
    if not request.user.has_perm(MODERATE):
        return permission_denied(request)
    kept = get_object_or_404(CommentFile, pk=file_id)
    try:
        content = kept.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=True, filename=kept.name, content_type="application/octet-stream"
    )


def _comment(comment_id: int) -> PublicComment:
    found = PublicComment.objects.select_related(
        "draft", "submission__contact", "section", "version", "current_section"
    )
    return get_object_or_404(found, pk=comment_id)


def _address(comment_id: int, draft_id: str) -> str:
    return reverse("drafts_desk:moderate", args=[comment_id]) + (
        f"?draft={draft_id}" if draft_id.isdigit() else ""
    )


def _context(request: HttpRequest, comment: PublicComment) -> dict[str, Any]:
    waiting, draft_id = PublicComment.objects.pending(), request.GET.get("draft", "")
    return {
        "comment": comment,
        "place": presentation.place(comment),
        "commenter": presentation.commenter(comment),
        "masked_text": comment.public_text,
        "reason": comment.hidden_reason,
        "waiting_count": waiting.count(),
        "files": list(comment.submission.files.all()),
        "events": list(comment.events.select_related("user")),
        "may_see_contact": comment.submission.contact_id is not None and request.user.has_perm(SEE_CONTACTS),
        "next_url": reverse("drafts_desk:queue")
        + f"?after={comment.pk}"
        + (f"&draft={draft_id}" if draft_id.isdigit() else ""),
    }
