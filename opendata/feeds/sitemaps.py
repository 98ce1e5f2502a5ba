"""The sitemap: an index of files, each a part of one section; sections are what rooms registered."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.core.registry import sitemaps

#: Addresses a file: few enough that the page cache keeps the file.
FILE_SIZE = 4_000


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Anyone: the files of every section that has addresses (one count a section)."""
    files = []
    for name in sitemaps:
        paginator = _section(name).paginator
        if paginator.count:
            files += [
                f"{settings.SITE_URL}{reverse('feeds:sitemap-file', args=[name, number])}"
                for number in paginator.page_range
            ]
    return _render(request, "opendata/feeds/sitemap_index.xml", {"files": files})


@require_safe
def section(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Anyone: the addresses of one file, each with the moment of its last change."""
    if name not in sitemaps:
        raise Http404
    address = urlsplit(settings.SITE_URL)
    try:
        urls = _section(name).get_urls(
            page=number,
            site=SimpleNamespace(domain=address.netloc),  # type: ignore[arg-type]  # only its domain is read
            protocol=address.scheme,
        )
    except EmptyPage as error:
        raise Http404 from error
    return _render(request, "opendata/feeds/sitemap.xml", {"urls": urls})


def _section(name: str) -> Sitemap[Any]:
    sitemap = sitemaps[name]()
    sitemap.limit = min(sitemap.limit, FILE_SIZE)
    return sitemap


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context, content_type="application/xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response
