"""The catalogue in DCAT-AP; anyone may read it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from opendata.catalogue.answers import answer, for_programs
from opendata.catalogue.dcat import CatalogueGraph, Window
from opendata.catalogue.selectors import catalogue_datasets, units_by_name
from portal.core.selectors import site_settings

PAGE_SIZE = 100
#: The syntaxes by the ending of the address: their media type, their name in rdflib.
SYNTAXES = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
}
_ACCEPTED = {
    "text/turtle": "ttl", "application/x-turtle": "ttl", "application/ld+json": "jsonld", "application/json": "jsonld",
    "application/rdf+xml": "rdf", "application/xml": "rdf", "text/xml": "rdf",
}  # fmt: skip


@for_programs("GET", "HEAD")
def negotiate(request: HttpRequest) -> HttpResponseBase:
    """Anyone: the way to the catalogue in the syntax that a client takes; to its page for a browser."""
    accept = request.headers.get("Accept", "")
    wanted = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    ending = next((_ACCEPTED[name] for name in wanted if name in _ACCEPTED), "ttl")
    is_browser = "text/html" in wanted
    response = redirect("/du-lieu/" if is_browser else f"/catalog.{ending}")
    response.status_code = 303
    response["Vary"] = "Accept"
    # The page cache knows answers by their address alone.
    response["Cache-Control"] = "private"
    return response


@for_programs("GET", "HEAD")
def catalogue(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Anyone: a page of the catalogue in one of the syntaxes."""
    # The texts are those of the catalogue's own language, whoever asks.
    with translation.override(settings.LANGUAGE_CODE):
        number, size = _number(request, "page", 1, 10**6), _number(request, "page_size", PAGE_SIZE, PAGE_SIZE)
        if unknown := sorted(set(request.GET) - {"page", "page_size"}):
            return _refusal(_("Không có tham số này: %(names)s.") % {"names": ", ".join(unknown)})
        if number is None or size is None:
            return _refusal(
                _("page là số nguyên từ 1; page_size là số nguyên từ 1 đến %(most)s.") % {"most": PAGE_SIZE}
            )
        found = catalogue_datasets()
        total = found.count()
        last = max(1, -(-total // size))
        if number > last:
            return _refusal(_("Danh mục chỉ có %(last)s trang.") % {"last": last}, status=404)
        media_type, syntax = SYNTAXES[ending]
        graph = CatalogueGraph(
            site_url=settings.SITE_URL, names=site_settings(), units=units_by_name()
        ).build(list(found[(number - 1) * size : number * size]), _window(ending, number, size, last, total))
        content = graph.serialize(format=syntax, encoding="utf-8")
        return answer(content, f"{media_type}; charset=utf-8")


@for_programs("GET", "HEAD")
def services(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Anyone: the services beside the files, in one of the syntaxes."""
    with translation.override(settings.LANGUAGE_CODE):
        media_type, syntax = SYNTAXES[ending]
        described = CatalogueGraph(site_url=settings.SITE_URL, names=site_settings(), units={}).services()
        content = described.serialize(format=syntax, encoding="utf-8")
        return answer(content, f"{media_type}; charset=utf-8")


def _number(request: HttpRequest, name: str, otherwise: int, most: int) -> int | None:
    text = request.GET.get(name, str(otherwise))
    is_number = text.isascii() and text.isdigit() and len(text) < 8
    return int(text) if is_number and 1 <= int(text) <= most else None


def _window(ending: str, number: int, size: int, last: int, total: int) -> Window:
    # A catalogue of one page says the same in every syntax; the next page of a longer one is told in the same
    # syntax, because harvesters read all pages as they read the first.
    def address(page: int) -> str:
        pairs = [("page", page), *([("page_size", size)] if size != PAGE_SIZE else [])]
        path = "/catalog" if last == 1 else f"/catalog.{ending}"
        return f"{settings.SITE_URL}{path}?{urlencode(pairs)}"

    return Window(
        total=total,
        address=address(number),
        first=address(1),
        last=address(last),
        previous=address(number - 1) if number > 1 else "",
        following=address(number + 1) if number < last else "",
    )


def _refusal(text: str, status: int = 400) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
