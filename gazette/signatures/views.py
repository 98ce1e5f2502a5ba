"""The check of a file for everyone; nothing that is handed in is kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from gazette.signatures import presentation
from gazette.signatures.forms import CheckForm
from gazette.signatures.registry import publications_of
from gazette.signatures.services import (
    Busy,
    TooLarge,
    check_upload,
    checks_left,
    is_oversized,
    too_large_words,
)
from portal.core.links import localized_path

_BUSY_SECONDS = 15


@csrf_exempt  # the size is judged before anything of the body is read; the form itself is protected below
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Anyone: hand in a file and learn whether its signatures hold and whether this portal published it."""
    if request.method != "POST":
        return _form(request, CheckForm())
    if is_oversized(request):
        return _refused(request, too_large_words(), status=413)
    allowance = checks_left(request)
    if allowance is not None and allowance.is_spent:
        words = _("Bạn đã kiểm tra nhiều tệp trong phút này; hãy thử lại sau %(seconds)s giây.") % {
            "seconds": allowance.seconds_left
        }
        response = _refused(request, words, status=429)
        response["Retry-After"] = str(allowance.seconds_left)
        return response
    return _checked(request)


@csrf_protect
def _checked(request: HttpRequest) -> HttpResponse:
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=400)
    upload = form.cleaned_data["file"]
    try:
        report = check_upload(upload)
    except TooLarge:
        return _refused(request, too_large_words(), status=413)
    except Busy:
        response = _refused(
            request, _("Cổng đang kiểm tra nhiều tệp khác; hãy thử lại sau ít giây."), status=503
        )
        response["Retry-After"] = str(_BUSY_SECONDS)
        return response
    context = {
        "file_name": upload.name,
        "result": presentation.file_view(report, name=upload.name or ""),
        "publications": [
            {
                "title": found.title,
                "url": localized_path(found.path) if found.path else None,
                "file_url": found.file_path,
                "kind": found.kind,
                "published_at": found.published_at,
                "withdrawn_at": found.withdrawn_at,
                "log_url": f"{localized_path('/cong-bao/nhat-ky/')}?so={found.sequence}#dong-{found.sequence}",
                "sequence": found.sequence,
            }
            for found in publications_of(report.sha256)
        ],
    }
    return _form(request, CheckForm(), context)


def _refused(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    return _form(request, CheckForm(), {"refusal": words}, status=status)


def _form(
    request: HttpRequest, form: CheckForm, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    shared = {
        "form": form,
        "breadcrumbs": [
            {"title": _("Công báo"), "url": localized_path("/cong-bao/")},
            {"title": _("Kiểm tra tệp"), "url": reverse("signatures:check")},
        ],
    }
    return render(request, "gazette/signatures/check.html", shared | (context or {}), status=status)
