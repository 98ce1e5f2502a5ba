"""Public pages of documents; anyone may read what is published."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gazette.documents import presentation, selectors
from gazette.documents.forms import DayField, DocumentFilterForm
from gazette.documents.models import LegalDocument
from portal.core.lists import ListPage
from search import vietnamese

_SORT_TITLES = {
    "-date": gettext_lazy("Mới nhất"),
    "date": gettext_lazy("Cũ nhất"),
    "number": gettext_lazy("Theo số"),
    "-effective": gettext_lazy("Ngày hiệu lực"),
}


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """Anyone: the documents that meet the filters, newest first."""
    form = DocumentFilterForm(request.GET)
    is_valid = form.is_valid()
    filters = form.filters
    page = ListPage(selectors.find_documents(filters).for_list(), request)
    on = filters.as_of or timezone.localdate()
    context = {
        "page": page,
        "rows": [presentation.row(document, on) for document in page],
        "filter_form": form,
        "active_filters": _active_filters(request.GET, form),
        "sort_options": _sort_options(request.GET, filters.sort),
        "breadcrumbs": [{"title": _("Văn bản"), "url": reverse("documents:list")}],
        "feed_query": urlencode([(k, v) for k, v in _params(request.GET) if k not in {"page", "sort"}]),
    }
    return render(
        request, "gazette/documents/legal_document_list.html", context, status=200 if is_valid else 400
    )


@require_safe
def document_detail(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """Anyone: a published document; a withdrawn one answers 410 with the reason."""
    document = LegalDocument.objects.for_page().filter(pk=pk).first()
    if document is None or (not document.live and not document.first_published_at):
        raise Http404
    if not document.live:
        return render(request, "410.html", {"reason": document.withdrawn_reason}, status=410)
    if slug != document.slug:
        query = request.META.get("QUERY_STRING", "")
        return redirect(document.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    as_of, problem = _as_of(request)
    context = presentation.page(request, document, as_of)
    context |= {
        "as_of": as_of,
        "as_of_problem": problem,
        "untranslated": get_language() != "vi",
        "breadcrumbs": [
            {"title": _("Văn bản"), "url": reverse("documents:list")},
            {"title": document.name, "url": document.get_absolute_url(), "lang": "vi"},
        ],
    }
    return render(request, "gazette/documents/legal_document.html", context, status=400 if problem else 200)


@require_safe
def resolve_number(request: HttpRequest, number: str) -> HttpResponse:
    """Anyone: the document with this number in any spelling; several are listed, none is 404 with near ones."""
    number = number.strip("/ ")[:120]
    found = selectors.documents_numbered(number)
    if len(found) == 1:
        return redirect(found[0])
    today = timezone.localdate()
    near = [] if found else selectors.documents_numbered_nearly(number)
    context = {
        "number": number,
        "rows": [presentation.row(document, today) for document in found],
        "is_one_law": len({document.same_law_id or document.pk for document in found}) == 1,
        "near": [presentation.row(document, today) for document in near],
        "breadcrumbs": [
            {"title": _("Văn bản"), "url": reverse("documents:list")},
            {"title": number, "url": request.path},
        ],
    }
    return render(request, "gazette/documents/number_matches.html", context, status=200 if found else 404)


def _as_of(request: HttpRequest) -> tuple[date | None, str]:
    """Return the asked day and, for a bad one, the sentence that says so."""
    try:
        return DayField(required=False).clean(request.GET.get("as_of", "")), ""
    except ValidationError as error:
        return None, f"{_('Hiệu lực tính tại ngày')}: {error.messages[0]}"


def _params(query: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() for value in values if value]


def _active_filters(query: QueryDict, form: DocumentFilterForm) -> list[dict[str, Any]]:
    """Return each filter in use in words, with the address of the list without it."""
    params = [(name, value) for name, value in _params(query) if name != "page"]
    active = []
    for name, value in params:
        field = form.fields.get(name)
        if field is None or name == "sort":
            continue
        words = dict(getattr(field, "choices", [])).get(value, value)
        if isinstance(form.cleaned_data.get(name), date):
            words = vietnamese.format_date(form.cleaned_data[name])
        rest = urlencode([pair for pair in params if pair != (name, value)])
        active.append({"label": f"{field.label}: {words}", "remove_url": f"?{rest}"})
    return active


def _sort_options(query: QueryDict, current: str) -> list[dict[str, Any]]:
    params = [(name, value) for name, value in _params(query) if name not in {"page", "sort"}]
    return [
        {"title": title, "url": f"?{urlencode([*params, ('sort', name)])}", "is_current": name == current}
        for name, title in _SORT_TITLES.items()
    ]
