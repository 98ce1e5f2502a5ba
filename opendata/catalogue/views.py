"""The catalogue for programs; anyone may read it."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opendata.api.conditional import set_etag_of
from opendata.catalogue import graph
from opendata.catalogue.entries import catalogued
from portal.core import generation

#: Datasets of one page; each is some seventy statements.
PAGE_SIZE = 50
#: Names of the formats with rdflib's name for the writer and the media type.
FORMATS = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("xml", "application/rdf+xml"),
}


@require_safe
def catalogue(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Anyone: one page of the catalogue in DCAT-AP."""
    unknown = set(request.GET) - {"page"}
    number = request.GET.get("page", "1")
    datasets = catalogued().order_by("pk")
    total = datasets.count()
    pages = max(1, -(-total // PAGE_SIZE))
    if unknown or not (
        number.isascii() and number.isdigit() and len(number) < 9 and 1 <= int(number) <= pages
    ):
        text = _("Chỉ nhận page, từ 1 đến %(pages)s.") % {"pages": pages}
        return HttpResponse(text, status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
    page = int(number)
    rows = datasets[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    writer, media_type = FORMATS[file_format]
    text = graph.catalogue(rows, page=page, pages=pages, total=total).serialize(format=writer)
    response = HttpResponse(text, content_type=media_type)
    # The order of statements is the writer's whim: what tells two answers apart is what they are made of.
    set_etag_of(response, f"{generation.current()}-{page}-{file_format}")
    response["Last-Modified"] = http_date(generation.raised_at().timestamp())
    response["Access-Control-Allow-Origin"] = "*"
    return response
