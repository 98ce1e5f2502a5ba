"""Following a question up with its code and secret: where it is, until when, further words, taking it back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.core.intake import allowances, gate
from portal.core.intake.errors import TooMany
from portal.questions import presentation
from portal.questions.enums import Action
from portal.questions.forms import MessageForm, TrackForm
from portal.questions.models import Question
from portal.questions.services import asking
from portal.questions.services.actors import ASKER, actions_of
from portal.questions.services.tracking import look_up


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Whoever has the code and its secret; the secret travels in the body only."""
    if request.method != "POST":
        form = TrackForm(initial={"code": request.GET.get("code", "")[:60]}, auto_id="o-%s")
        return _ask(request, form)
    form = TrackForm(request.POST, auto_id="o-%s")
    if not form.is_valid():
        return _ask(request, form, status=400)
    code, secret = form.cleaned_data["code"], form.cleaned_data["secret"]
    try:
        question = look_up(code, secret, request.META.get("REMOTE_ADDR", ""))
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        response = _ask(request, form, status=429)
        response["Retry-After"] = str(refusal.seconds)
        return response
    if question is None:
        form.add_error(None, _("Mã hồ sơ và mã bí mật không khớp; hãy xem lại từng ký tự."))
        return _ask(request, form, status=404)
    return _act(request, question, secret)


def _act(request: HttpRequest, question: Question, secret: str) -> HttpResponse:
    is_writing = "write" in request.POST
    form = MessageForm(request.POST if is_writing else None, request.FILES or None, auto_id="o-%s")
    message, tone, status = "", "success", 200
    try:
        if is_writing and form.is_valid():
            allowances.take(allowances.PROVEN, request.META.get("REMOTE_ADDR", ""))
            text, files = form.cleaned_data["message"], form.cleaned_data["attachments"]
            gate.in_turn(lambda: asking.write(question.pk, text, actor=ASKER, files=files))
            message, form = _("Đã gửi."), MessageForm(auto_id="o-%s")
        elif is_writing:
            status = 400
        elif "withdraw" in request.POST:
            if request.POST.get("sure"):
                gate.in_turn(lambda: asking.withdraw(question.pk))
                message = _("Đã rút câu hỏi.")
            else:
                message, tone, status = _("Hãy đánh dấu xác nhận để rút câu hỏi."), "warning", 400
    except TooMany as refusal:
        message, tone, status = str(refusal), "warning", 429
    except ValidationError as refusal:
        message, tone, status = " ".join(refusal.messages), "warning", 409
    if message:
        question = Question.objects.select_related("agency", "field", "answer").get(pk=question.pk)
    context: dict[str, Any] = presentation.case(question) | {
        "secret": secret,
        "form": form,
        "message": message,
        "message_tone": tone,
        "may_write": Action.WRITE in actions_of(ASKER, question),
        "may_withdraw": Action.WITHDRAW in actions_of(ASKER, question),
        "breadcrumbs": presentation.crumbs({"title": _("Theo dõi câu hỏi")}),
    }
    return render(request, "portal/questions/case.html", context, status=status)


def _ask(request: HttpRequest, form: TrackForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "breadcrumbs": presentation.crumbs({"title": _("Theo dõi câu hỏi")})}
    return render(request, "portal/questions/track.html", context, status=status)
