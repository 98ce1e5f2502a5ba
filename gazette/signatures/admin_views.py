"""The editors' list of files and what was found of them; whoever may enter the desk may read it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from gazette.signatures.presentation import inspection_view
from gazette.signatures.selectors import inspections_of
from portal.core.lists import ListPage
from portal.core.models import Attachment


@require_admin_access
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """Editors: the uploaded files, newest first, each with kind, pages, text and signatures."""
    page = ListPage(Attachment.objects.order_by("-created_at", "-pk"), request, page_size=50)
    found = inspections_of(attachment.sha256 for attachment in page)
    rows = [
        {"attachment": attachment, "check": inspection_view(found.get(attachment.sha256))}
        for attachment in page
    ]
    return render(request, "gazette/signatures/admin/inspections.html", {"page": page, "rows": rows})
