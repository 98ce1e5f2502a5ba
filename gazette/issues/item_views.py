"""Pages of single items of an issue, and pictures of its pages; anyone may see what is published."""

from __future__ import annotations

import io
import threading
from typing import Any

import orjson
import pikepdf
import pypdfium2
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gazette.issues import item_presentation, selectors
from gazette.issues.file_facts import first_page_of_file
from gazette.issues.models import GazetteEntry, GazetteIssue

_PICTURE_WIDTH = 180
_PICTURE_SECONDS = 24 * 60 * 60
#: The library that draws pages is not safe in several threads.
_drawing = threading.Lock()


@require_safe
def item(request: HttpRequest, year: str, number: str, position: str) -> HttpResponse:
    """Anyone: an item of a published issue with its place, its pages and its corrections."""
    issue, entry, moved = _entry(request, year, number, position, "issues:item")
    if moved is not None:
        return moved
    context = item_presentation.page_of(issue, entry, int(position)) | {
        "untranslated": get_language() != "vi",
        "breadcrumbs": [
            {"title": _("Công báo"), "url": reverse("issues:list")},
            {
                "title": _("Năm %(year)s") % {"year": issue.year},
                "url": reverse("issues:year", args=[issue.year]),
            },
            {"title": issue.name, "url": issue.get_absolute_url()},
            {"title": entry.number or _("Mục %(number)s") % {"number": position}, "url": request.path},
        ],
    }
    return render(request, "gazette/issues/gazette_entry.html", context)


@require_safe
def item_data(request: HttpRequest, year: str, number: str, position: str) -> HttpResponse:
    """Anyone: an item as linked data."""
    issue, entry, moved = _entry(request, year, number, position, "issues:item_data")
    if moved is not None:
        return moved
    data = item_presentation.linked_data(issue, entry, int(position))
    return HttpResponse(orjson.dumps(data), content_type="application/ld+json")


@require_safe
def item_pdf(request: HttpRequest, year: str, number: str, position: str) -> HttpResponse:
    """Anyone: the pages of an item, cut from the issue's file."""
    issue, entry, moved = _entry(request, year, number, position, "issues:item_pdf")
    if moved is not None:
        return moved
    first = first_page_of_file(issue)
    if issue.file is None or first is None or not entry.page_from or not entry.page_to:
        raise Http404
    buffer = io.BytesIO()
    with issue.file.file.open("rb") as stored, pikepdf.open(stored) as whole, pikepdf.new() as part:
        pages = range(entry.page_from - first, entry.page_to - first + 1)
        if pages.start < 0 or pages.stop > len(whole.pages):
            raise Http404
        for place in pages:
            part.pages.append(whole.pages[place])
        part.save(buffer, deterministic_id=True)
    response = HttpResponse(buffer.getvalue(), content_type="application/pdf")
    response["Content-Disposition"] = (
        f'inline; filename="cong-bao-{issue.year}-{issue.slug}-muc-{position}.pdf"'
    )
    return response


@require_safe
def page_picture(request: HttpRequest, year: str, number: str, page: str) -> HttpResponse:
    """Anyone: a small picture of a page of the issue's file, counted from 1."""
    found = selectors.issue_at(int(year), number)
    if found is None or not found.issue.live or not found.is_canonical or found.issue.file is None:
        raise Http404
    key = f"gazette-page:{found.issue.file.sha256}:{int(page)}"
    picture = cache.get(key)
    if picture is None:
        picture = _draw(found.issue, int(page))
        cache.set(key, picture, _PICTURE_SECONDS)
    return HttpResponse(picture, content_type="image/webp")


def _draw(issue: GazetteIssue, number: int) -> bytes:
    buffer = io.BytesIO()
    try:
        with issue.file.file.open("rb") as stored, _drawing:  # type: ignore[union-attr]
            document = pypdfium2.PdfDocument(stored.read())
            if not 1 <= number <= len(document):
                raise Http404
            page = document[number - 1]
            scale = _PICTURE_WIDTH / max(1.0, page.get_width())
            page.render(scale=min(scale, 1.0)).to_pil().convert("RGB").save(buffer, "WEBP", quality=60)
    except (pypdfium2.PdfiumError, FileNotFoundError) as error:
        raise Http404 from error
    return buffer.getvalue()


def _entry(
    request: HttpRequest, year: str, number: str, position: str, name: str
) -> tuple[GazetteIssue, GazetteEntry, HttpResponse | None]:
    """Return issue and entry of an address, or the way to where they are now."""
    found = selectors.issue_at(int(year), number)
    if found is None:
        raise Http404
    issue = found.issue
    entry = selectors.entry_at(issue, int(position))
    if entry is None:
        raise Http404
    moved: Any = None
    if not issue.live:
        moved = render(request, "410.html", {"reason": issue.withdrawal_reason}, status=410)
    elif not found.is_canonical:
        moved = redirect(reverse(name, args=[issue.year, issue.slug, position]), permanent=True)
    return issue, entry, moved
