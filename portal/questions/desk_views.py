"""The editors' desk of questions: lists by where they stand, one case with everything that may be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from portal.core.lists import ListPage
from portal.core.services import private_contacts
from portal.questions import presentation, selectors
from portal.questions.answer_views import download
from portal.questions.desk_actions import perform
from portal.questions.desk_forms import forms_of
from portal.questions.due_dates import local_day
from portal.questions.enums import Action, EventKind, Role, State
from portal.questions.models import Question, QuestionFile
from portal.questions.querysets import QuestionQuerySet
from portal.questions.services import due, moderation
from portal.questions.services.actors import Actor, actions_of, actor_of, may_see
from portal.questions.services.states import note
from portal.questions.suggestions import similar_questions

SEE_CONTACTS = "core.view_privatecontact"


def _waiting(found: QuestionQuerySet) -> QuestionQuerySet:
    return found.filter(state__in=(State.RECEIVED, State.MODERATING, State.RETURNED), withdrawn_at=None)


def _with_agency(found: QuestionQuerySet) -> QuestionQuerySet:
    return found.filter(state__in=(State.FORWARDED, State.OVERDUE), withdrawn_at=None)


def _overdue(found: QuestionQuerySet) -> QuestionQuerySet:
    return found.overdue(local_day(timezone.now()))


#: The lists of the desk: name in the address, title, what stands in it.
LISTS: dict[str, tuple[Any, Callable[[QuestionQuerySet], QuestionQuerySet]]] = {
    "cho-xu-ly": (gettext_lazy("Chờ xử lý"), _waiting),
    "da-chuyen": (gettext_lazy("Cơ quan đang trả lời"), _with_agency),
    "qua-han": (gettext_lazy("Quá hạn"), _overdue),
    "cho-duyet": (
        gettext_lazy("Chờ duyệt trả lời"),
        lambda found: found.filter(state=State.ANSWERED, withdrawn_at=None),
    ),
    "moi-nhan": (
        gettext_lazy("Có trao đổi chưa đọc"),
        lambda found: found.filter(is_unread=True, withdrawn_at=None),
    ),
    "tat-ca": (gettext_lazy("Tất cả"), lambda found: found),
}


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponseBase:
    """The office and agencies with an account: questions by where they stand, what is due first in front."""
    actor = actor_of(request.user)
    if actor is None:
        return permission_denied(request)
    chosen = request.GET.get("xem", "")
    chosen = chosen if chosen in LISTS else ("cho-xu-ly" if actor.agency_id is None else "da-chuyen")
    mine = Question.objects.for_list()
    if actor.agency_id is not None:
        mine = mine.filter(agency=actor.agency_id)
    found = LISTS[chosen][1](mine)
    if words := request.GET.get("q", "").replace("\0", "").strip()[:200]:
        found = (
            found.containing(words)
            if not words.upper().startswith("HD-")
            else found.filter(code=words.upper())
        )
    order = ("-asked_at", "-id") if chosen == "tat-ca" else ("agency__sort_name", "due_on", "id")
    page = ListPage(found.order_by(*order), request, page_size=50)
    today = local_day(timezone.now())
    context = {
        "page": page,
        "rows": [_row(question, today, actor) for question in page],
        "lists": [
            {"name": name, "title": title, "is_current": name == chosen}
            for name, (title, _filter) in LISTS.items()
        ],
        "chosen": chosen,
        "words": words,
        "backlog": selectors.backlog() if actor.agency_id is None else None,
    }
    return render(request, "portal/questions/desk/queue.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, question_id: int) -> HttpResponseBase:
    """Whoever may see the case: all of it, and a form for everything that may be done now."""
    actor, question = actor_of(request.user), _question(question_id)
    if actor is None or not may_see(actor, question):
        return permission_denied(request)
    asked = request.POST.get("action", "") if request.method == "POST" else ""
    forms = forms_of(question, actions_of(actor, question), asked, request.POST, request.FILES)
    if not asked:
        if question.is_unread and actor.agency_id is None:
            moderation.mark_read(question.pk)
        return render(request, "portal/questions/desk/case.html", _context(request, actor, question, forms))
    form = forms.get(asked)
    try:
        if form is None:
            raise ValidationError(_("Không làm được việc này ở trạng thái hiện tại."), code="transition")
        if form.is_valid():
            perform(Action(asked), question.pk, form.cleaned_data, actor, seen=request.POST.get("seen", ""))
            messages.success(request, _("Đã lưu: %(what)s.") % {"what": Action(asked).label})
            return redirect(_next(actor, question.pk, asked))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    context = _context(request, actor, _question(question_id), forms)
    return render(request, "portal/questions/desk/case.html", context, status=400)


@never_cache
@require_POST
def contact(request: HttpRequest, question_id: int) -> HttpResponseBase:
    """The handling group: the private contact of an asker; every view is logged."""
    actor, question = actor_of(request.user), _question(question_id)
    if actor is None or Role.HANDLER not in actor.roles or not request.user.has_perm(SEE_CONTACTS):
        return permission_denied(request)
    shown = None
    if question.contact is not None:
        shown = private_contacts.read(question.contact, request.user)
        note(question, EventKind.CONTACT, actor)
    forms = forms_of(question, actions_of(actor, question), "", None, None)
    context = _context(request, actor, question, forms) | {"contact": shown, "is_contact_shown": True}
    return render(request, "portal/questions/desk/case.html", context)


@never_cache
@require_safe
def file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """Whoever may see the case: a file that came with it, always as a download."""
    actor = actor_of(request.user)
    if actor is None:
        return permission_denied(request)
    kept = get_object_or_404(QuestionFile.objects.select_related("question"), pk=file_id)
    return download(kept) if may_see(actor, kept.question) else permission_denied(request)


@never_cache
@require_safe
def overdue(request: HttpRequest) -> HttpResponseBase:
    """The office and agencies with an account: what is overdue, agency by agency."""
    actor = actor_of(request.user)
    if actor is None:
        return permission_denied(request)
    today = local_day(timezone.now())
    rows = [_row(question, today, actor) for question in selectors.overdue_by_agency(today, actor.agency_id)]
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["agency"], []).append(row)
    context = {"groups": [{"agency": agency, "rows": found} for agency, found in groups.items()]}
    return render(request, "portal/questions/desk/overdue.html", context)


def _question(question_id: int) -> Question:
    found = Question.objects.select_related(
        "field", "agency", "contact", "answer__approved_by", "merged_into"
    )
    return get_object_or_404(found, pk=question_id)


def _row(question: Question, today: Any, actor: Actor) -> dict[str, Any]:
    late = (today - question.due_on).days if question.due_on and question.due_on < today else 0
    return {
        "id": question.pk,
        "url": reverse("questions_desk:case", args=[question.pk]),
        "code": question.code,
        # An agency reads what its link shows it: personal data that were masked are no business of its.
        "title": question.title if actor.agency_id is None else question.public_title,
        "state": presentation.state_name(question.state),
        "agency": question.agency_name or _("Chưa có cơ quan"),
        "field": question.field_name,
        "asked": presentation.moment(question.asked_at),
        "due_on": question.due_on,
        "days_late": late if question.answered_at is None else 0,
        "is_unread": question.is_unread,
        "is_withdrawn": question.withdrawn_at is not None,
    }


def _next(actor: Actor, question_id: int, asked: str) -> str:
    """Return where one goes on: what is done with leads back to the list."""
    if actor.agency_id is not None or asked in {Action.REFUSE, Action.MERGE, Action.FORWARD, Action.PUBLISH}:
        return reverse("questions_desk:queue")
    return reverse("questions_desk:case", args=[question_id])


def _context(request: HttpRequest, actor: Actor, question: Question, forms: dict[str, Any]) -> dict[str, Any]:
    is_office = actor.agency_id is None
    answer = getattr(question, "answer", None)
    text = f"{question.title} {question.text}"[:1000]
    return {
        "question": question,
        "is_office": is_office,
        "case": presentation.case(question),
        "answer": answer,
        "explanation": due.explanation(question),
        "actions": [
            {
                "name": name,
                "label": Action(name).label,
                "form": form,
                "key": _KEYS.get(Action(name), ""),
                "needs": bool(form.fields),
                "seen": _seen(name, question),
            }
            for name, form in forms.items()
        ],
        "files": list(question.files.all()),
        "similar": similar_questions(text) if is_office and question.state in _UNANSWERED else [],
        "events": [
            {"event": event, "text": presentation.event_text(event), "at": presentation.moment(event.at)}
            for event in question.events.select_related("user")
        ]
        if is_office
        else [],
        "forwardings": list(question.forwardings.select_related("agency")) if is_office else [],
        "may_see_contact": question.contact_id is not None
        and Role.HANDLER in actor.roles
        and request.user.has_perm(SEE_CONTACTS),
        "queue_url": reverse("questions_desk:queue"),
    }


def _seen(name: str, question: Question) -> str:
    """Return the moment of the change that a form is about: what changes meanwhile is not passed unread."""
    if name == Action.MASK:
        return question.updated_at.isoformat()
    return question.answer.updated_at.isoformat() if name == Action.APPROVE else ""


_UNANSWERED = frozenset({State.RECEIVED, State.MODERATING, State.RETURNED})
#: Keys by which an action is done or its form entered.
_KEYS = {
    Action.MODERATE: "k", Action.MASK: "m", Action.FORWARD: "c", Action.REFUSE: "t", Action.MERGE: "g",
    Action.ANSWER: "l", Action.APPROVE: "d", Action.PUBLISH: "p", Action.EXTEND: "x", Action.REMIND: "r",
}  # fmt: skip
