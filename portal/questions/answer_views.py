"""Answering by a signed link: the agency that has a question needs no account; the link ends with its part."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.intake import allowances
from portal.core.intake.errors import TooMany
from portal.questions import presentation
from portal.questions.enums import Action, Channel, Role
from portal.questions.forms import AnswerForm, MessageForm, ReturnForm
from portal.questions.models import Forwarding, QuestionFile
from portal.questions.services import answering, asking, due, moderation
from portal.questions.services.actors import Actor, actions_of
from portal.questions.services.links import forwarding_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """Whoever has the signed link of a forwarding, while the question lies before that agency."""
    token = request.GET.get("ma", "")
    forwarding = _forwarding(request, token)
    if forwarding is None:
        raise Http404
    if forwarding.ended_at is not None:
        return _done(request, forwarding, status=410)
    actor, question = _actor(forwarding), forwarding.question
    act = request.POST.get("action", "") if request.method == "POST" else ""
    forms: dict[str, Any] = {
        "answer_form": AnswerForm(
            _data(request, act == "answer"), _files(request, act == "answer"), prefix="a"
        ),
        "return_form": ReturnForm(_data(request, act == "return"), prefix="r"),
        "message_form": MessageForm(
            _data(request, act == "write"), _files(request, act == "write"), prefix="m"
        ),
    }
    problem, status = "", 200
    try:
        if act and _do(act, forms, actor, question.pk):
            forwarding.refresh_from_db()
            return (
                _done(request, forwarding) if forwarding.ended_at else _page(request, forwarding, token, {})
            )
        status = 400 if act else 200
    except ValidationError as refusal:
        problem, status = " ".join(refusal.messages), 409
    return _page(request, forwarding, token, forms, problem=problem, status=status)


@never_cache
@require_safe
def file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """Whoever has the signed link, while the question lies before that agency: a file that came with it."""
    forwarding = _forwarding(request, request.GET.get("ma", ""))
    kept = QuestionFile.objects.filter(pk=file_id).first()
    if (
        forwarding is None
        or forwarding.ended_at
        or kept is None
        or kept.question_id != forwarding.question_id
    ):
        raise Http404
    return download(kept)


def download(kept: QuestionFile) -> HttpResponseBase:
    """Return a file that somebody sent, always as a download."""
    try:
        content = kept.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=True, filename=kept.name, content_type="application/octet-stream"
    )


def _do(act: str, forms: dict[str, Any], actor: Actor, question_id: int) -> bool:
    """Do what a valid form asks; return whether it was done."""
    if act == "answer" and (form := forms["answer_form"]).is_valid():
        data = form.cleaned_data
        answering.answer(
            question_id,
            data["text"],
            actor=actor,
            legal_bases=data["bases"],
            signer=data["signer"],
            files=data["attachments"],
        )
        return True
    if act == "return" and (form := forms["return_form"]).is_valid():
        moderation.give_back(question_id, reason=form.cleaned_data["reason"], actor=actor)
        return True
    if act == "write" and (form := forms["message_form"]).is_valid():
        data = form.cleaned_data
        asking.write(
            question_id, data["message"], actor=actor, files=data["attachments"], channel=Channel.LINK
        )
        return True
    return False


def _forwarding(request: HttpRequest, token: str) -> Forwarding | None:
    try:
        allowances.take(allowances.LOOKUP, request.META.get("REMOTE_ADDR", ""))
    except TooMany:
        return None
    return forwarding_of(token)


def _actor(forwarding: Forwarding) -> Actor:
    return Actor(
        roles=frozenset({Role.AGENCY}),
        name=forwarding.agency.name_vi,
        agency_id=forwarding.agency_id,
        channel="link",
    )


def _data(request: HttpRequest, is_asked: bool) -> Any:
    return request.POST if is_asked else None


def _files(request: HttpRequest, is_asked: bool) -> Any:
    return request.FILES if is_asked else None


def _page(
    request: HttpRequest,
    forwarding: Forwarding,
    token: str,
    forms: dict[str, Any],
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    question = forwarding.question
    question.refresh_from_db()
    actions = actions_of(_actor(forwarding), question)
    context = {
        "forwarding": forwarding,
        "question": question,
        "case": presentation.case(question),
        "explanation": due.explanation(question),
        "files": question.files.all(),
        "token": token,
        "problem": problem,
        "may_return": Action.RETURN in actions,
        "answer_form": AnswerForm(prefix="a"),
        "return_form": ReturnForm(prefix="r"),
        "message_form": MessageForm(prefix="m"),
        "breadcrumbs": [{"title": _("Trả lời câu hỏi")}],
    } | forms
    return render(request, "portal/questions/answer.html", context, status=status)


def _done(request: HttpRequest, forwarding: Forwarding, *, status: int = 200) -> HttpResponse:
    context = {
        "code": forwarding.question.code,
        "is_past": status == 410,
        "breadcrumbs": [{"title": _("Trả lời câu hỏi")}],
    }
    return render(request, "portal/questions/answer_done.html", context, status=status)
