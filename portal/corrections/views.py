"""Reporting something wrong, without an account and without scripts; the public log of what was corrected."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.intake import allowances, form_tokens, proof
from portal.core.intake.errors import NotTaken, TooMany
from portal.core.links import localized_path
from portal.core.lists import ListPage
from portal.corrections import selectors
from portal.corrections.addresses import page_address, page_path
from portal.corrections.enums import TONES, ReportState
from portal.corrections.forms import ReceiptForm, ReportForm
from portal.corrections.services.reports import receive
from search.vietnamese import format_date


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Anyone: what was corrected on which page and when, of the whole site or with `?trang=` of one page."""
    path = page_path(page_address(request.GET.get("trang", "")))
    page = ListPage(selectors.corrections(path), request, page_size=20)
    context = {
        "page": page,
        "path": path,
        "figures": selectors.figures(),
        "breadcrumbs": [{"title": _("Nhật ký đính chính")}],
    }
    return render(request, "portal/corrections/log.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Anyone: say what is wrong on a page; answered within ten days."""
    initial = {"trang": page_address(request.GET.get("trang", ""))}
    form = ReportForm(request.POST or None, initial=initial, auto_id="o-%s")
    if request.method != "POST":
        return _form(request, form)
    if not form.is_valid():
        return _form(request, form, status=400)

    def make() -> dict[str, str]:
        receipt, stored = receive(form.new_report(get_language() or "vi"))
        return {"receipt": receipt, "due": format_date(stored.due_on)}

    try:
        # The form's own token makes a second sending of the same form find the first one's receipt.
        answer = proof.once(request, "corrections.report", make)
    except TooMany as refusal:
        response = _form(request, form, problem=str(refusal), status=429)
        response["Retry-After"] = str(refusal.seconds)
        return response
    except NotTaken as refusal:
        return _form(request, form, problem=str(refusal), status=400)
    context = {
        **answer,
        "has_email": bool(form.cleaned_data["email"]),
        "back": localized_path(form.cleaned_data["trang"]),
        **_crumbs(_("Biên nhận")),
    }
    return render(request, "portal/corrections/receipt.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Anyone with the code: where the report stands; the code travels in the body only."""
    form = ReceiptForm(request.POST or None, auto_id="o-%s")
    found, status = None, 400 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            allowances.take(allowances.LOOKUP, request.META.get("REMOTE_ADDR", ""))
            found = selectors.report_of(form.cleaned_data["receipt"])
            if found is None:
                form.add_error("receipt", _("Không có báo cáo nào mang mã này; hãy xem lại từng ký tự."))
                status = 404
        except TooMany as refusal:
            form.add_error("receipt", str(refusal))
            status = 429
    context = {
        "form": form,
        "report": found,
        "tone": TONES[ReportState(found.state)] if found else "",
        **_crumbs(_("Tra cứu")),
    }
    return render(request, "portal/corrections/track.html", context, status=status)


def _form(request: HttpRequest, form: ReportForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "problem": problem,
        "token": form_tokens.new_token(),
        **_crumbs(_("Báo thông tin không chính xác")),
    }
    return render(request, "portal/corrections/report.html", context, status=status)


def _crumbs(title: str) -> dict[str, Any]:
    root = {"title": _("Nhật ký đính chính"), "url": localized_path("/dinh-chinh/")}
    return {"breadcrumbs": [root, {"title": title}], "foot_notes": []}
