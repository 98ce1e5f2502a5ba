"""The composer: editors choose documents from the register, order them, build, look, publish; no script needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from gazette.issues import presentation
from gazette.issues.enums import BuildState
from gazette.issues.models import GazetteIssue, IntakeEntry
from gazette.issues.selectors import load_entries, waiting_intake
from gazette.issues.services.building import first_page_of, request_build
from gazette.issues.services.composing import (
    Placement,
    add_to_issue,
    arrange,
    arrange_by_rule,
    remove_from_issue,
)
from gazette.issues.services.publishing import current_build, publish_issue

_NUMBERS = ("original_from", "original_to", "part_number", "part_count")


def _allowed(request: HttpRequest, action: str) -> None:
    if not request.user.has_perm(f"issues.{action}_gazetteissue"):
        raise PermissionDenied


@require_admin_access
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """Editors: compose an issue; approvers also publish it."""
    _allowed(request, "change")
    issue = get_object_or_404(GazetteIssue, pk=pk)
    if request.method == "POST":
        _act(request, issue)
        return redirect("gazette_compose", pk=pk)
    entries = list(issue.entries.select_related("intake").order_by("sort_order", "pk"))
    latest = issue.builds.first()
    is_open = not (issue.live or issue.sealed_at)
    context = {
        "issue": issue,
        "is_open": is_open,
        "entries": entries,
        "waiting": waiting_intake() if is_open else [],
        "first_page": first_page_of(issue),
        "build": latest,
        "obstacles": _obstacles(latest, entries),
        "is_building": latest is not None and latest.state in {BuildState.WAITING, BuildState.RUNNING},
        "is_current": is_open and current_build(issue) is not None,
        "can_publish": request.user.has_perm("issues.publish_gazetteissue"),
        "edit_url": reverse(GazetteIssue.snippet_viewset.get_url_name("edit"), args=[pk]),
    }
    return render(request, "gazette/issues/admin/compose.html", context)


def _obstacles(build: Any, entries: list[Any]) -> list[dict[str, str]]:
    found = build.report.get("obstacles", {}) if build is not None else {}
    return [
        {"name": str(entry), "reasons": ", ".join(found[str(entry.pk)])}
        for entry in entries
        if str(entry.pk) in found
    ]


def _act(request: HttpRequest, issue: GazetteIssue) -> None:
    """Do what the pressed button says; what is refused is told."""
    action, _colon, value = request.POST.get("action", "").partition(":")
    actions: dict[str, Callable[[], None]] = {
        "add": lambda: _add(issue, value),
        "remove": lambda: remove_from_issue(issue, _number(value) or 0),
        "up": lambda: _move(request, issue, value, -1),
        "down": lambda: _move(request, issue, value, 1),
        "arrange": lambda: arrange(issue, _placements(request, issue)),
        "rule": lambda: arrange_by_rule(issue),
        "build": lambda: _build(request, issue, signed=False),
        "sign": lambda: _build(request, issue, signed=True),
        "publish": lambda: _publish(request, issue),
    }
    if action not in actions:
        raise Http404
    try:
        actions[action]()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))


def _add(issue: GazetteIssue, value: str) -> None:
    add_to_issue(issue, get_object_or_404(IntakeEntry, pk=_number(value) or 0))


def _move(request: HttpRequest, issue: GazetteIssue, value: str, by: int) -> None:
    placements = _placements(request, issue)
    order = sorted(placements, key=lambda item: item.position)
    places = {item.entry_id: place for place, item in enumerate(order)}
    place = places.get(_number(value) or 0)
    if place is None or not 0 <= place + by < len(order):
        return
    order[place], order[place + by] = order[place + by], order[place]
    arrange(issue, [_at(item, position) for position, item in enumerate(order, start=1)])


def _at(item: Placement, position: int) -> Placement:
    return Placement(
        entry_id=item.entry_id, position=position, **{name: getattr(item, name) for name in _NUMBERS}
    )


def _placements(request: HttpRequest, issue: GazetteIssue) -> list[Placement]:
    placements = []
    for place, pk in enumerate(
        issue.entries.order_by("sort_order", "pk").values_list("pk", flat=True), start=1
    ):
        values = {name: _number(request.POST.get(f"{name}-{pk}", "")) for name in _NUMBERS}
        position = _number(request.POST.get(f"position-{pk}", "")) or place
        placements.append(Placement(entry_id=pk, position=position, **values))
    return placements


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 9 and int(text) > 0 else None


def _build(request: HttpRequest, issue: GazetteIssue, *, signed: bool) -> None:
    if issue.live or issue.sealed_at:
        raise ValidationError(_("Số Công báo đã đăng; tệp đã công bố giữ nguyên."))
    request_build(issue, signed=signed)
    messages.success(request, _("Đã xếp hàng dựng tệp; trang này cho biết tiến độ."))


def _publish(request: HttpRequest, issue: GazetteIssue) -> None:
    _allowed(request, "publish")
    published = publish_issue(issue, user=request.user)
    messages.success(request, _("Đã đăng %(name)s.") % {"name": published.name})


@require_admin_access
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Editors: the page of an issue as readers will see it."""
    _allowed(request, "change")
    issue = get_object_or_404(GazetteIssue, pk=pk)
    load_entries(issue)
    return render(request, "gazette/issues/gazette_issue.html", presentation.page_of(issue))


@require_admin_access
@require_safe
def preview_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Editors: the file that was built last."""
    _allowed(request, "change")
    issue = get_object_or_404(GazetteIssue, pk=pk)
    build = issue.builds.filter(state=BuildState.DONE).first()
    if build is None or not default_storage.exists(build.file_name):
        raise Http404
    response = FileResponse(default_storage.open(build.file_name), content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response
