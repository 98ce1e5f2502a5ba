"""A document's text beside its page: files in other formats, one article to embed, wordings compared.

Anyone may read what is published.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from csp.decorators import csp_replace
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from gazette.documents import exports
from gazette.documents.akoma_ntoso import akoma_ntoso
from gazette.documents.comparisons import article_history, chosen_wording, find_article
from gazette.documents.differences import difference
from gazette.documents.forms import DayField
from gazette.documents.models import LegalDocument
from gazette.documents.pdf import document_pdf
from gazette.documents.provisions import structure_of, wordings_of
from gazette.documents.selectors import related_documents
from gazette.documents.text_html import article_html
from gazette.documents.wordings import CURRENT, Wording, period
from portal.core.selectors import site_settings


def _published(pk: int) -> LegalDocument:
    """Return a published document or raise 404; its page tells what became of a withdrawn one."""
    document = LegalDocument.objects.for_page().filter(pk=pk, live=True).first()
    if document is None:
        raise Http404
    return document


def _portal_name() -> str:
    facts = site_settings()
    return f"{facts.portal_name} {facts.province_name}".strip()


@require_safe
def document_file(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Anyone: a published document as PDF, plain text, Akoma Ntoso or JSON-LD, in the wording of a day if asked."""
    if ending not in exports.FORMATS:
        raise Http404
    document = _published(pk)
    try:
        as_of = _as_of(request)
    except ValidationError as error:
        return _bad_day(error)
    response = _WRITERS[ending](document, as_of)
    response["Last-Modified"] = http_date(document.updated_at.timestamp())
    response["Content-Language"] = "vi"
    response["Link"] = f'<{settings.SITE_URL}{document.get_absolute_url()}>; rel="canonical"'
    name = f"{document.slug}.{ending}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _as_of(request: HttpRequest) -> date | None:
    """Return the day asked for; a bad one is an error."""
    day: date | None = DayField(required=False).clean(request.GET.get("as_of", ""))
    return day


def _bad_day(error: ValidationError) -> HttpResponse:
    return HttpResponse(error.messages[0], status=400, content_type="text/plain; charset=utf-8")


def _pdf(document: LegalDocument, as_of: date | None) -> HttpResponse:
    address = f"{settings.SITE_URL}{reverse('documents:short', args=[document.pk])}"
    structure = structure_of(document, as_of)
    body = document_pdf(document, structure, address=address, portal=_portal_name(), as_of=as_of)
    return HttpResponse(body, content_type=exports.FORMATS["pdf"])


def _text(document: LegalDocument, as_of: date | None) -> HttpResponse:
    text = exports.plain_text(document, structure_of(document, as_of))
    return HttpResponse(text, content_type=exports.FORMATS["txt"])


def _akn(document: LegalDocument, as_of: date | None) -> HttpResponse:
    body = akoma_ntoso(document, structure_of(document, as_of), portal=_portal_name())
    return HttpResponse(body, content_type=exports.FORMATS["xml"])


def _json_ld(document: LegalDocument, as_of: date | None) -> HttpResponse:
    data = exports.json_ld(
        document, related_documents(document), on=as_of or timezone.localdate(), site=settings.SITE_URL,
        page=document.get_absolute_url(),
    )  # fmt: skip
    return JsonResponse(
        data, content_type=exports.FORMATS["jsonld"], json_dumps_params={"ensure_ascii": False}
    )


_WRITERS: dict[str, Callable[[LegalDocument, date | None], HttpResponse]] = {
    "pdf": _pdf,
    "txt": _text,
    "xml": _akn,
    "jsonld": _json_ld,
}


@require_safe
def eli(request: HttpRequest, pk: int, names: str = "") -> HttpResponse:
    """Anyone: the ELI-style address leads to the page, or to the format that the request asks for."""
    document = _published(pk)
    accepted = request.META.get("HTTP_ACCEPT", "")
    for ending, media_type in exports.FORMATS.items():
        if media_type.partition(";")[0] in accepted:
            response = redirect(exports.file_path(document, ending))
            break
    else:
        response = redirect(document)
    response.status_code = 303
    response["Vary"] = "Accept"
    return response


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # it wants views without parts of the address
@require_safe
def article(request: HttpRequest, pk: int, anchor: str) -> HttpResponse:
    """Anyone, and any site in a frame: one article by itself with its source, in the wording of a day if asked."""
    document = _published(pk)
    try:
        as_of = _as_of(request)
    except ValidationError as error:
        return _bad_day(error)
    found = find_article(structure_of(document, as_of), anchor)
    if found is None:
        raise Http404
    if found.anchor != anchor:
        query = f"?as_of={as_of.isoformat()}" if as_of else ""
        return HttpResponsePermanentRedirect(reverse("documents:article", args=[pk, found.anchor]) + query)
    query = f"?as_of={as_of.isoformat()}" if as_of else ""
    context = {
        "as_of": as_of,
        "document": document,
        "article_html": article_html(found, level="h1", notes=found.is_later),
        "is_later": found.is_later,
        "number": found.number,
        "url": f"{settings.SITE_URL}{document.get_absolute_url()}{query}#{found.anchor}",
        "portal_name": _portal_name(),
    }
    return render(request, "gazette/documents/article_embed.html", context)


@require_safe
def compare(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Anyone: the wordings of an article through time and what differs between two of them."""
    document = _published(pk)
    if slug != document.slug:
        query = request.META.get("QUERY_STRING", "")
        address = reverse("documents:compare", args=[pk, document.slug])
        return redirect(address + (f"?{query}" if query else ""), permanent=True)
    breadcrumbs = [
        {"title": _("Văn bản"), "url": reverse("documents:list")},
        {"title": document.name, "url": document.get_absolute_url(), "lang": "vi"},
        {"title": _("So sánh lời văn"), "url": request.path},
    ]
    context = {"document": document, "breadcrumbs": breadcrumbs, "untranslated": get_language() != "vi"}
    context["articles"] = _articles_with_history(document)
    key = request.GET.get("dieu", "")[:200]
    if not key:
        return render(request, "gazette/documents/article_comparison.html", context)
    history = article_history(document, key)
    if history is None:
        context["problem"] = _("Văn bản này không có điều %(key)s.") % {"key": key}
        return render(request, "gazette/documents/article_comparison.html", context, status=404)
    wordings = history.wordings
    earlier = wordings[-2] if len(wordings) > 1 else wordings[-1]
    old = chosen_wording(wordings, request.GET.get("tu") or earlier.edition)
    new = chosen_wording(wordings, request.GET.get("den") or CURRENT)
    context |= {"article": history.article, "changes": history.changes, "begun_on": history.begun_on}
    context["wordings"] = [_row(wording, old, new) for wording in wordings]
    if old is None or new is None:
        context["problem"] = _("Không có bản này; hãy chọn một bản trong danh sách.")
        return render(request, "gazette/documents/article_comparison.html", context, status=400)
    context |= {
        "old": old,
        "new": new,
        "is_equal": (old.title, old.text) == (new.title, new.text),
        "title_pieces": difference(old.title, new.title),
        "pieces": difference(old.text, new.text),
    }
    return render(request, "gazette/documents/article_comparison.html", context)


def _articles_with_history(document: LegalDocument) -> list[dict[str, object]]:
    return [
        {
            "number": anchor.rpartition("dieu-")[2],
            "title": wordings[-1].title,
            "url": f"?dieu={anchor}",
        }
        for anchor, wordings in wordings_of(document).items()
        if len(wordings) > 1
    ]


def _row(wording: Wording, old: Wording | None, new: Wording | None) -> dict[str, object]:
    """Return a wording as the timeline shows it."""
    return {
        "edition": wording.edition,
        "title": _("Hiện hành")
        if wording.is_current
        else _("Bản %(edition)s") % {"edition": wording.edition},
        "period": period(wording),
        "changed_by": wording.changed_by,
        "is_old": wording is old,
        "is_new": wording is new,
    }
