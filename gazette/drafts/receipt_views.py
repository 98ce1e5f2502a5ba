"""What the holder of a receipt may see and do: the state of each comment, and until closing edit or withdraw it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gazette.drafts import presentation, selectors
from gazette.drafts.commenting import WindowClosed, window_of
from gazette.drafts.enums import CommentState
from gazette.drafts.forms import ReceiptForm, RevisionForm
from gazette.drafts.models import Submission
from gazette.drafts.services import comments
from portal.core.intake import allowances
from portal.core.intake.errors import TooMany

_FIXED = (CommentState.WITHDRAWN, CommentState.HIDDEN)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Anyone with the code; the code travels in the body only, never in an address that browsers and logs keep."""
    form = ReceiptForm(request.POST or None, auto_id="o-%s")
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form, status=400 if form.errors else 200)
    try:
        allowances.take(allowances.LOOKUP, request.META.get("REMOTE_ADDR", ""))
    except TooMany as refusal:
        form.add_error("receipt", str(refusal))
        return _ask(request, form, status=429)
    submission = selectors.submission_of(form.cleaned_data["receipt"])
    if submission is None:
        form.add_error("receipt", _("Không có lần gửi nào mang mã này; hãy xem lại từng ký tự."))
        return _ask(request, form, status=404)
    return _act(request, submission, form.cleaned_data["receipt"])


def _act(request: HttpRequest, submission: Submission, code: str) -> HttpResponse:
    mine = list(submission.comments.all())
    changeable = [comment for comment in mine if comment.state not in _FIXED]
    is_saving = "save" in request.POST
    revision = RevisionForm(request.POST if is_saving else None, comments=changeable, auto_id="o-%s")
    message, tone, status = "", "success", 200
    try:
        if is_saving and revision.is_valid():
            changed = comments.revise(submission, revision.texts)
            message = (
                _("Đã lưu; góp ý được duyệt lại trước khi công bố.")
                if changed
                else _("Không có gì thay đổi.")
            )
        elif is_saving:
            status = 400
        elif withdrawn := request.POST.get("withdraw", ""):
            comments.withdraw(
                submission, [int(withdrawn)] if withdrawn.isdigit() and len(withdrawn) < 19 else []
            )
            message = _("Đã rút góp ý.")
    except WindowClosed as closed:
        message, tone, status = str(closed), "warning", closed.window.status
    if status == 200 and message:
        submission = selectors.submission_of(code) or submission
        mine = list(submission.comments.all())
        changeable = [comment for comment in mine if comment.state not in _FIXED]
        revision = RevisionForm(comments=changeable, auto_id="o-%s")
    return render(
        request,
        "gazette/drafts/receipt_status.html",
        _context(submission, code, revision, message, tone),
        status=status,
    )


def _context(
    submission: Submission, code: str, revision: RevisionForm, message: str, tone: str
) -> dict[str, Any]:
    draft = submission.draft
    is_open = window_of(draft).is_open
    answered = {
        comment.pk for comment in submission.comments.all() if selectors.is_answer_public(draft, comment)
    }
    return {
        "draft": draft,
        "receipt": code,
        "form": revision,
        "message": message,
        "tone": tone,
        "is_open": is_open,
        "closes": presentation.moment(draft.closes_at),
        "items": [
            {
                "id": comment.pk,
                "place": presentation.place(comment),
                "state": comment.get_state_display(),
                "reason": comment.hidden_reason if comment.state == CommentState.HIDDEN else "",
                "text": comment.text,
                "masked": comment.masked_text,
                "field": revision[f"text-{comment.pk}"]
                if is_open and f"text-{comment.pk}" in revision.fields
                else None,
                "outcome": comment.outcome.name if comment.pk in answered and comment.outcome else "",
                "explanation": comment.explanation if comment.pk in answered else "",
            }
            for comment in submission.comments.all()
        ],
        "files": [file.name for file in submission.files.all()],
        "breadcrumbs": [
            {"title": _("Góp ý dự thảo"), "url": presentation.list_path()},
            {"title": _("Tra cứu biên nhận")},
        ],
    }


def _ask(request: HttpRequest, form: ReceiptForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "breadcrumbs": [
            {"title": _("Góp ý dự thảo"), "url": presentation.list_path()},
            {"title": _("Tra cứu biên nhận")},
        ],
    }
    return render(request, "gazette/drafts/receipt_ask.html", context, status=status)
