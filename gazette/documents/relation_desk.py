"""What editors decide about relations and statuses: one screen for proposals, one for disagreements with sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gazette.documents.doubtful_acts import doubtful_acts
from gazette.documents.effect_story import disagrees
from gazette.documents.enums import EffectCode, ProposalState
from gazette.documents.models import LegalDocument, ProposedRelation, RelationType
from gazette.documents.services import proposals

_ON_A_PAGE = 50
_PUBLISH = "documents.publish_legaldocument"
_ACTIONS = {"confirm": proposals.confirm, "reject": proposals.reject, "reopen": proposals.reopen}


def _check(request: HttpRequest) -> None:
    if not request.user.has_perm(_PUBLISH):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Who may publish documents: the relations that texts suggest, to confirm or reject, many at once."""
    _check(request)
    if request.method == "POST":
        return _decide(request)
    state = request.GET.get("state", ProposalState.WAITING)
    state = state if state in ProposalState.values else ProposalState.WAITING
    kind = request.GET.get("type", "")
    rows = ProposedRelation.objects.filter(state=state)
    if kind:
        rows = rows.filter(relation_type__code=kind)
    rows = rows.select_related("relation_type", "source__document_type", "target__document_type").defer(
        "source__text", "source__folded", "target__text", "target__folded"
    )
    page = Paginator(rows.order_by("-pk"), _ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "rows": [_row(proposal) for proposal in page],
        "state": state,
        "states": ProposalState.choices,
        "kind": kind,
        "kinds": [(k.code, k.name) for k in RelationType.objects.filter(proposals__state=state).distinct()],
        "can_decide": state == ProposalState.WAITING,
        "can_reopen": state == ProposalState.REJECTED,
    }
    return render(request, "gazette/documents/admin/proposals.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    action = _ACTIONS.get(request.POST.get("action", ""))
    chosen = [int(key) for key in request.POST.getlist("proposal") if key.isdecimal() and len(key) < 18]
    if action is None or not chosen:
        messages.error(request, _("Hãy chọn ít nhất một đề xuất và một việc."))
    else:
        count = action(chosen, user=request.user)
        messages.success(
            request,
            ngettext("Đã xử lý %(count)d đề xuất.", "Đã xử lý %(count)d đề xuất.", count) % {"count": count},
        )
    query = request.META.get("QUERY_STRING", "")
    return redirect(reverse("documents_proposals") + (f"?{query}" if query else ""))


def _row(proposal: ProposedRelation) -> dict[str, Any]:
    known = proposal.target
    return {
        "pk": proposal.pk,
        "source": proposal.source.name,
        "source_url": proposal.source.get_absolute_url(),
        "relation": proposal.relation_type.name,
        "target": known.name
        if known
        else " ".join(filter(None, (proposal.target_type.capitalize(), proposal.target_number))),
        "target_url": known.get_absolute_url() if known else "",
        "provision": proposal.provision,
        "acting_provision": proposal.acting_provision,
        "evidence": proposal.evidence,
    }


@require_safe
def disagreement_list(request: HttpRequest) -> HttpResponse:
    """Who may publish documents: those whose source states another status than the one computed for today.

    And those upon which somebody acted on a day that cannot be right.
    """
    _check(request)
    today = timezone.localdate()
    found = [*((key, "") for key, _effect in _disagreements(today)), *doubtful_acts()]
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("p"))
    keys = [key for key, _words in page]
    documents = LegalDocument.objects.for_list().in_bulk(keys)
    context = {
        "page": page,
        "rows": [
            {
                "name": documents[key].name,
                "url": documents[key].get_absolute_url(),
                "edit_url": reverse(LegalDocument.snippet_viewset.get_url_name("edit"), args=[key]),
                "stated": words
                or documents[key].stated_effect_text
                or documents[key].get_stated_effect_display(),
                "computed": documents[key].effect(today).label,
            }
            for key, words in page
        ],
    }
    return render(request, "gazette/documents/admin/disagreements.html", context)


def _disagreements(today: date) -> Iterator[tuple[int, EffectCode]]:
    """Yield the documents where two different things are said (two queries)."""
    rows = LegalDocument.objects.published().exclude(stated_effect="").order_by("-listed_on", "-pk")
    # A plain document follows its source wherever dates do not say better.
    rows = rows.only("effective_on", "expired_on", "stated_effect", "effect_is_plain").prefetch_related(
        "effect_periods"
    )
    for document in rows:
        effect = document.effect(today)
        if disagrees(document.stated_effect, effect):
            yield document.pk, effect
