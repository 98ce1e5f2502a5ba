"""Commenting in a browser, without an account and without scripts: write, look over, send, keep the receipt."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gazette.drafts import presentation, selectors
from gazette.drafts.commenting import Window, WindowClosed, window_of
from gazette.drafts.enums import DraftState
from gazette.drafts.forms import WHOLE, CommentForm
from gazette.drafts.models import DraftRegulation
from gazette.drafts.services.comments import receive
from portal.core.intake import allowances, form_tokens, gate, idempotency, proof_of_work
from portal.core.intake.errors import NotTaken, TooMany

#: The field that people do not see and programs fill.
TRAP = "website"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone, while the draft takes comments; 403 before, 410 after, what was typed stays on the page."""
    draft = selectors.draft_at(slug)
    if draft is None or draft.present_state == DraftState.PREPARING:
        raise Http404
    window = window_of(draft)
    sections = selectors.sections_of(selectors.newest_version(draft))
    form = CommentForm(request.POST or None, request.FILES or None, sections=sections, auto_id="o-%s")
    if not window.is_open:
        return _refused(request, draft, window, form)
    if request.method != "POST":
        return _form(request, draft, form, chosen=request.GET.get("dieu", ""))
    if not form.is_valid():
        # Files are chosen where the text is looked over; a wrong one is told there.
        only_files = set(form.errors) == {"attachments"}
        return (
            _preview(request, draft, form, status=400)
            if only_files
            else _form(request, draft, form, status=400)
        )
    if "send" not in request.POST:
        return _form(request, draft, form) if "edit" in request.POST else _preview(request, draft, form)
    return _send(request, draft, form)


def _send(request: HttpRequest, draft: DraftRegulation, form: CommentForm) -> HttpResponse:
    new, files = form.submission, form.cleaned_data["attachments"]
    token, solution = request.POST.get("token", ""), request.POST.get("altcha", "")
    address = request.META.get("REMOTE_ADDR", "")

    def make() -> tuple[int, Any]:
        allowances.take(allowances.PROVEN if solution else allowances.UNPROVEN, address)
        if solution:
            proof_of_work.spend(solution)
        else:
            form_tokens.spend_token(token, request.POST.get(TRAP, ""))
        receipt, submission = receive(draft, new, files)
        return 201, {"receipt": receipt, "submission": submission.pk}

    body = {
        name: value for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "altcha"}
    }
    try:
        # The form's own token makes a second sending of the same form find the first one's receipt.
        _status, answer = gate.in_turn(lambda: idempotency.answer_once(f"form:{draft.pk}", token, body, make))
    except WindowClosed as closed:
        return _refused(request, draft, closed.window, form)
    except TooMany as refusal:
        response = _preview(request, draft, form, problem=str(refusal), status=429)
        response["Retry-After"] = str(refusal.seconds)
        return response
    except NotTaken as refusal:
        return _preview(request, draft, form, problem=str(refusal), status=400)
    context = {
        "draft": draft,
        "receipt": answer["receipt"],
        "count": len(new.comments),
        "has_email": bool(new.contact.email),
        "closes": presentation.moment(draft.closes_at),
        "breadcrumbs": [*_crumbs(draft), {"title": _("Biên nhận")}],
    }
    return render(request, "gazette/drafts/receipt_given.html", context)


def _form(
    request: HttpRequest, draft: DraftRegulation, form: CommentForm, *, chosen: str = "", status: int = 200
) -> HttpResponse:
    parts = [
        {"anchor": WHOLE, "heading": _("Toàn văn dự thảo"), "paragraphs": [], "field": form.text_field("")}
    ]
    parts += [
        {
            "anchor": section.anchor,
            "heading": section.heading,
            "paragraphs": section.paragraphs,
            "field": form.text_field(section.anchor),
        }
        for section in form.articles
    ]
    for part in parts:
        field = part["field"]
        part["is_open"] = bool(field.value() or field.errors or part["anchor"] == chosen)  # type: ignore[attr-defined]
    if not any(part["is_open"] for part in parts):
        parts[0]["is_open"] = True
    context = {
        "draft": draft,
        "form": form,
        "parts": parts,
        "closes": presentation.moment(draft.closes_at),
        "sender_fields": [
            form[name] for name in ("commenter_kind", "name", "anonymous", "email", "phone", "address")
        ],
        "breadcrumbs": _crumbs(draft),
    }
    return render(request, "gazette/drafts/comment_form.html", context, status=status)


def _preview(
    request: HttpRequest, draft: DraftRegulation, form: CommentForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    headings = {section.anchor: section.heading for section in form.articles}
    context = {
        "draft": draft,
        "form": form,
        "problem": problem,
        "sender": form.submission,
        "texts": [
            {"heading": headings.get(comment.anchor) or _("Toàn văn dự thảo"), "text": comment.text}
            for comment in form.comments
        ],
        "kept": [
            (name, value)
            for name, value in request.POST.items()
            if name in form.fields and name != "attachments" and value
        ],
        "trap": TRAP,
        "token": form_tokens.new_token(),
        "breadcrumbs": [*_crumbs(draft), {"title": _("Xem lại")}],
    }
    return render(request, "gazette/drafts/comment_preview.html", context, status=status)


def _refused(request: HttpRequest, draft: DraftRegulation, window: Window, form: CommentForm) -> HttpResponse:
    is_public = selectors.public_draft(draft.slug) is not None
    typed = [
        {"label": field.label, "text": request.POST[field.html_name]}
        for field in form
        if field.html_name.startswith("text-") and request.POST.get(field.html_name)
    ]
    context = {
        "draft": draft if is_public else None,
        "title": draft.title if is_public else _("Góp ý dự thảo"),
        "window": window,
        "typed": typed,
        "responses_path": f"{draft.get_absolute_url()}tiep-thu/"
        if is_public and window.status == 410
        else "",
        "breadcrumbs": _crumbs(draft) if is_public else [_root()],
    }
    return render(request, "gazette/drafts/comment_refused.html", context, status=window.status)


def _root() -> dict[str, Any]:
    return {"title": _("Góp ý dự thảo"), "url": presentation.list_path()}


def _crumbs(draft: DraftRegulation) -> list[dict[str, Any]]:
    return [
        _root(),
        {"title": draft.title, "url": draft.get_absolute_url(), "lang": "vi"},
        {"title": _("Gửi góp ý")},
    ]
