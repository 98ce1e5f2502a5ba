"""Running a consultation from the desk: its state, and the answers to its comments."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from gazette.drafts import presentation, selectors
from gazette.drafts.commenting import may_answer
from gazette.drafts.desk_forms import AnswerForm, StateForm
from gazette.drafts.enums import DraftState
from gazette.drafts.models import DraftRegulation, PublicComment
from gazette.drafts.services import responses, states
from portal.core.lists import ListPage

ANSWER = "drafts.answer_publiccomment"
TRANSITION = "drafts.transition_draftregulation"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    """Approvers: where a draft stands, what may follow, and its trail."""
    if not request.user.has_perm(TRANSITION):
        return permission_denied(request)
    draft = get_object_or_404(DraftRegulation, pk=draft_id)
    form = StateForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, draft, form.cleaned_data)
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            messages.success(request, _("Đã đổi trạng thái."))
            return redirect(reverse("drafts_desk:state", args=[draft.pk]))
    context = {
        "draft": draft,
        "form": form,
        "state": presentation.state_name(draft),
        "closes": presentation.moment(draft.closes_at),
        "backlog": selectors.backlog(draft),
        "events": [
            {"event": event, "before": _label(event.before), "after": _label(event.after)}
            for event in draft.events.filter(kind__in=("state", "version")).select_related("user")
        ],
    }
    status = 400 if form.errors else 200
    return render(request, "gazette/drafts/desk/state.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    """The handling group: comments of a draft to answer singly, several at once, or by cluster."""
    if not request.user.has_perm(ANSWER):
        return permission_denied(request)
    draft = get_object_or_404(DraftRegulation, pk=draft_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = _chosen(request, draft)
        try:
            if not chosen:
                raise ValidationError(_("Hãy chọn ít nhất một góp ý."), code="none")
            count = responses.answer(
                draft,
                chosen,
                outcome=form.cleaned_data["outcome"],
                explanation=form.cleaned_data["explanation"],
                user=request.user,  # type: ignore[arg-type]
            )
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            messages.success(request, _("Đã trả lời %(count)s góp ý.") % {"count": count})
            return redirect(request.get_full_path())
    only_open = request.GET.get("chua", "") == "1"
    found = selectors.published_comments(draft)
    page = ListPage(found.filter(outcome=None) if only_open else found, request, page_size=100)
    sizes = selectors.cluster_sizes({comment.cluster_id for comment in page if comment.cluster_id})
    context = {
        "draft": draft,
        "form": form,
        "page": page,
        "only_open": only_open,
        "may_answer": may_answer(draft),
        "backlog": selectors.backlog(draft),
        "rows": [
            presentation.comment_row(comment, with_response=True)
            | {"cluster_size": sizes.get(comment.cluster_id or 0, 0)}
            for comment in page
        ],
    }
    status = 400 if form.errors else 200
    return render(request, "gazette/drafts/desk/answers.html", context, status=status)


def _change(request: HttpRequest, draft: DraftRegulation, data: dict[str, Any]) -> None:
    if data["state"] == DraftState.RESPONDED:
        responses.publish_responses(draft, user=request.user)  # type: ignore[arg-type]
    else:
        states.change_state(
            draft,
            data["state"],
            user=request.user,  # type: ignore[arg-type]
            reason=data["reason"],
            closes_at=data["closes_at"],
            issued_document=data["document"],
        )


def _chosen(request: HttpRequest, draft: DraftRegulation) -> list[int]:
    """Return the chosen comments of a draft, those of chosen clusters with them."""

    def numbers(name: str) -> list[int]:
        return [int(text) for text in request.POST.getlist(name) if text.isdigit() and len(text) < 19]

    of_clusters = PublicComment.objects.published().filter(draft=draft, cluster__in=numbers("cluster"))
    return [*numbers("comment"), *of_clusters.values_list("pk", flat=True)]


def _label(code: str) -> str:
    return str(DraftState(code).label) if code in DraftState.values else code
