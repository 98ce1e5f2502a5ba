"""Bulk downloads; anyone may take them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opendata.datasets.exports import bytes_of, part_of
from opendata.dumps.manifest import CHECKSUMS, MANIFEST, Manifest
from opendata.dumps.selectors import dump_names, file_of, manifest_of, moment_of
from portal.core.links import localized_path
from portal.core.registry import collections

#: A dump never changes; when it is gone, its address answers 404.
_FOR_EVER = "public, max-age=604800, immutable"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Anyone: what the newest dump holds and how it is used."""
    names = dump_names()
    context: dict[str, Any] = {"breadcrumbs": _breadcrumbs(), "older": []}
    if names:
        manifest = manifest_of(names[0])
        context |= {
            "manifest": manifest,
            "made_at": moment_of(names[0]),
            "collections": _collections(manifest),
            "archive": _row(manifest.files[0].name, manifest.files[0].size, manifest.files[0].sha256),
            "manifest_url": _newest(MANIFEST),
            "checksums_url": _newest(CHECKSUMS),
            "newest_url": f"{settings.SITE_URL}{_newest('')}",
            "older": [
                {"moment": moment_of(name), "url": reverse("dumps:file", args=[name, MANIFEST])}
                for name in names[1:]
            ],
        }
    return render(request, "opendata/dumps/overview.html", context)


@require_safe
def newest_file(request: HttpRequest, file_name: str) -> HttpResponseBase:
    """Anyone: a file of the newest dump, under an address that stays the same."""
    name = next(iter(dump_names()), None)
    if name is None:
        raise Http404
    return _file(request, name, file_name, cached="no-cache")


@require_safe
def dump_file(request: HttpRequest, name: str, file_name: str) -> HttpResponseBase:
    """Anyone: a file of one dump."""
    return _file(request, name, file_name, cached=_FOR_EVER)


def _file(request: HttpRequest, name: str, file_name: str, *, cached: str) -> HttpResponseBase:
    found = file_of(name, file_name)
    if found is None:
        raise Http404
    path, media_type, mark = found
    etag, made_at = quote_etag(mark), http_date(moment_of(name).timestamp())
    response: HttpResponseBase | None = get_conditional_response(
        request, etag=etag, last_modified=parse_http_date_safe(made_at)
    )
    if response is None:
        size = path.stat().st_size
        part = part_of(request, size, etag)
        if part == (-1, -1):
            response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        else:
            first, last = part or (0, size - 1)
            body = () if request.method == "HEAD" else bytes_of(path, first, last - first + 1)
            response = StreamingHttpResponse(body, status=206 if part else 200, content_type=media_type)
            response["Content-Length"] = str(last - first + 1)
            if part:
                response["Content-Range"] = f"bytes {first}-{last}/{size}"
            if not media_type.startswith(("application/json", "text/")):
                response["Content-Disposition"] = f'attachment; filename="{path.name}"'
    response["ETag"], response["Last-Modified"] = etag, made_at
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = cached
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = (
        "Accept-Ranges, Content-Length, Content-Range, ETag, Last-Modified"
    )
    return response


def _breadcrumbs() -> list[dict[str, str]]:
    return [
        {"title": _("Dữ liệu mở"), "url": reverse("datasets:list")},
        {"title": _("Tải trọn bộ"), "url": ""},
    ]


def _newest(file_name: str) -> str:
    # Files have no language; the address of their folder is no page, and so has no name.
    path = localized_path(reverse("dumps:newest", args=[MANIFEST]), settings.LANGUAGE_CODE)
    return f"{path.removesuffix(MANIFEST)}{file_name}"


def _collections(manifest: Manifest) -> list[dict[str, Any]]:
    """Return the collections as the page shows them, titles in the reader's language."""
    known = dict(collections.items())
    return [
        {
            "title": str(known[part.name].title) if part.name in known else part.title,
            "anchor": part.name.replace("_", "-"),
            "list_url": part.list_url,
            "api_url": part.api_url,
            "row_count": part.tables[0].row_count if part.tables else 0,
            "tables": [
                {
                    "name": table.name,
                    "row_count": table.row_count,
                    "files": [_row(file.name, file.size, file.sha256) for file in table.files],
                }
                for table in part.tables
            ],
        }
        for part in manifest.collections
    ]


def _row(name: str, size: int, sha256: str) -> dict[str, Any]:
    kind = "Parquet" if name.endswith(".parquet") else "JSON Lines" if name.endswith(".jsonl.gz") else "tar"
    return {"name": name, "kind": kind, "size": size, "sha256": sha256, "url": _newest(name)}
