"""Public pages of agencies; anyone may read them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.agencies import presentation, selectors
from portal.agencies.forms import AgencyFilterForm


@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """Anyone: the province's own agencies as a tree, on a day as they stood then, or those of a name."""
    form = AgencyFilterForm(request.GET)
    is_valid = form.is_valid()
    branches, count = selectors.agency_tree(form.day, form.words)
    context = {
        "branches": branches,
        "agency_count": count,
        "filter_form": form,
        "is_filtered": bool(form.day or form.words),
        "as_of": form.day,
        "breadcrumbs": [{"title": _("Cơ quan"), "url": reverse("agencies:list")}],
    }
    return render(request, "portal/agencies/agency_list.html", context, status=200 if is_valid else 400)


@require_safe
def agency_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Anyone: an agency, also one that is no more; its code in another case leads to the right one."""
    agency = selectors.agency_for_code(code)
    if agency is None:
        raise Http404
    if agency.code != code:
        query = request.META.get("QUERY_STRING", "")
        return redirect(agency.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    context = presentation.page(request, agency) | {
        "untranslated": get_language() != "vi" and not agency.name_en,
        "breadcrumbs": [
            {"title": _("Cơ quan"), "url": reverse("agencies:list")},
            {"title": agency.label, "url": agency.get_absolute_url()},
        ],
    }
    return render(request, "portal/agencies/agency.html", context)
