"""Asking in a browser, without an account and without scripts: write, look over beside what was asked before, send."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.intake import allowances, form_tokens, gate, idempotency, proof_of_work
from portal.core.intake.errors import NotTaken, TooMany
from portal.core.qr_codes import qr_svg
from portal.questions import presentation
from portal.questions.forms import QuestionForm
from portal.questions.services import due
from portal.questions.services.asking import receive
from portal.questions.services.tracking import question_with_code
from portal.questions.suggestions import similar_questions

#: The field that people do not see and programs fill.
TRAP = "website"
_NOT_SENT = {"csrfmiddlewaretoken", "altcha"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Anyone: ask; what was typed stays on the page whatever is refused."""
    form = QuestionForm(request.POST or None, request.FILES or None, auto_id="o-%s")
    if request.method != "POST":
        return _form(request, QuestionForm(initial=_initial(request), auto_id="o-%s"))
    if not form.is_valid():
        return _form(request, form, status=400)
    if "send" not in request.POST:
        return _form(request, form) if "edit" in request.POST else _preview(request, form)
    return _send(request, form)


def _initial(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:300] for name in ("title", "field")}


def _send(request: HttpRequest, form: QuestionForm) -> HttpResponse:
    new, files = form.question, form.cleaned_data["attachments"]
    token, solution = request.POST.get("token", ""), request.POST.get("altcha", "")
    address = request.META.get("REMOTE_ADDR", "")

    def make() -> tuple[int, Any]:
        allowances.take(allowances.PROVEN if solution else allowances.UNPROVEN, address)
        if solution:
            proof_of_work.spend(solution)
        else:
            form_tokens.spend_token(token, request.POST.get(TRAP, ""))
        taken = receive(new, files)
        return 201, {"code": taken.question.code, "secret": taken.secret}

    body = {name: value for name, value in request.POST.items() if name not in _NOT_SENT}
    try:
        # The form's own token makes a second sending of the same form find the first one's receipt.
        _status, answer = gate.in_turn(lambda: idempotency.answer_once("form:question", token, body, make))
    except TooMany as refusal:
        response = _preview(request, form, problem=str(refusal), status=429)
        response["Retry-After"] = str(refusal.seconds)
        return response
    except NotTaken as refusal:
        return _preview(request, form, problem=str(refusal), status=400)
    question = question_with_code(answer["code"])
    address = f"{settings.SITE_URL}/hoi-dap/tra-cuu/?code={answer['code']}"
    context = {
        **answer,
        "question": question,
        "explanation": due.explanation(question),
        "qr": mark_safe(qr_svg(address)),  # noqa: S308  # drawn by us
        "address": address,
        "has_email": bool(new.contact.email),
        "breadcrumbs": presentation.crumbs({"title": _("Biên nhận")}),
    }
    return render(request, "portal/questions/receipt.html", context)


def _form(request: HttpRequest, form: QuestionForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "question_fields": [form[name] for name in ("title", "text", "field", "area")],
        "contact_fields": [form[name] for name in ("name", "email", "phone", "address")],
        "breadcrumbs": presentation.crumbs({"title": _("Gửi câu hỏi")}),
    }
    return render(request, "portal/questions/ask.html", context, status=status)


def _preview(
    request: HttpRequest, form: QuestionForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    new = form.question
    context = {
        "form": form,
        "problem": problem,
        "new": new,
        "similar": [presentation.row(found) for found in similar_questions(f"{new.title} {new.text}"[:1000])],
        "kept": [
            (name, value)
            for name, value in request.POST.items()
            if name in form.fields and name != "attachments" and value
        ],
        "trap": TRAP,
        "token": form_tokens.new_token(),
        "breadcrumbs": presentation.crumbs({"title": _("Gửi câu hỏi")}, {"title": _("Xem lại")}),
    }
    return render(request, "portal/questions/ask_preview.html", context, status=status)
