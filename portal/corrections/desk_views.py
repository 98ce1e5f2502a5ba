"""The desk of reports: what waits, one report, what is done with it; needs the right to handle reports."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from portal.core.services import private_contacts
from portal.corrections import selectors
from portal.corrections.enums import EventKind, ReportState
from portal.corrections.models import Report, ReportEvent, ReportFile
from portal.corrections.services import reports
from portal.corrections.transitions import needs_text, next_states

HANDLE = "corrections.handle_report"
SEE_CONTACTS = "core.view_privatecontact"


@never_cache
@require_safe
def report_list(request: HttpRequest) -> HttpResponseBase:
    """Handlers: the open reports, those that are due first in front, or those of one state."""
    if not request.user.has_perm(HANDLE):
        return permission_denied(request)
    state = request.GET.get("state", "")
    context = {
        "page": Paginator(selectors.queue(state), 50).get_page(request.GET.get("page")),
        "state": state,
        "states": ReportState.choices,
        "figures": selectors.figures(),
    }
    return render(request, "portal/corrections/desk/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_detail(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """Handlers: one report; check, correct or refuse it."""
    if not request.user.has_perm(HANDLE):
        return permission_denied(request)
    report = _report(report_id)
    if request.method != "POST":
        return render(request, "portal/corrections/desk/report.html", _context(request, report))
    text = request.POST.get("text", "")
    try:
        reports.change_state(
            report.pk,
            request.POST.get("state", ""),
            user=request.user,  # type: ignore[arg-type]
            text=text,
            seen=request.POST.get("seen", ""),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        context = _context(request, _report(report_id)) | {"text": text}
        return render(request, "portal/corrections/desk/report.html", context, status=400)
    messages.success(request, _("Đã lưu."))
    return redirect(reverse("corrections_desk:report", args=[report_id]))


@never_cache
@require_POST
def contact(request: HttpRequest, report_id: int) -> HttpResponseBase:
    """The handling group: the private contact of whoever reported; every view is logged."""
    if not (request.user.has_perm(HANDLE) and request.user.has_perm(SEE_CONTACTS)):
        return permission_denied(request)
    report = _report(report_id)
    shown = None
    if report.contact is not None:
        shown = private_contacts.read(report.contact, request.user)
        ReportEvent.objects.create(
            report=report,
            kind=EventKind.CONTACT,
            user=request.user,  # type: ignore[misc]
        )
    context = _context(request, report) | {"contact": shown, "is_contact_shown": True}
    return render(request, "portal/corrections/desk/report.html", context)


@never_cache
@require_safe
def file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """Handlers: a file that came with a reply, always as a download."""
    if not request.user.has_perm(HANDLE):
        return permission_denied(request)
    kept = get_object_or_404(ReportFile, pk=file_id)
    try:
        content = kept.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content, as_attachment=True, filename=kept.name, content_type="application/octet-stream"
    )


def _report(report_id: int) -> Report:
    return get_object_or_404(Report.objects.select_related("contact"), pk=report_id)


def _context(request: HttpRequest, report: Report) -> dict[str, Any]:
    return {
        "report": report,
        "steps": [
            {"state": state.value, "label": state.label, "needs_text": needs_text(report.state, state)}
            for state in next_states(report.state)
        ],
        "events": list(report.events.select_related("user").prefetch_related("files")),
        "labels": dict(ReportState.choices),
        "may_see_contact": report.contact_id is not None and request.user.has_perm(SEE_CONTACTS),
    }
