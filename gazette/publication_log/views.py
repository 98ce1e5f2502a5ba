"""The log for people and for programs; anyone may read all of it."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from feedgen.feed import FeedGenerator

from gazette.publication_log import selectors
from gazette.publication_log.chain import canonical, moment_text
from gazette.publication_log.enums import Action
from gazette.publication_log.models import LogEntry
from gazette.publication_log.registry import log_sources
from portal.core.links import localized_path
from portal.core.lists import ListPage

_TONES = {Action.PUBLISHED: "success", Action.CHANGED: "info", Action.WITHDRAWN: "warning"}


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Anyone: the newest entries first, page by page; `so` shows one entry, `ma` those of one SHA-256."""
    entries = LogEntry.objects.order_by("-sequence")
    number, sha256 = request.GET.get("so", ""), request.GET.get("ma", "").strip().lower()
    if number.isascii() and number.isdigit():
        entries = entries.filter(sequence=int(number[:18]))
    if sha256:
        entries = entries.filter(sha256=sha256[:64])
    page = ListPage(entries, request, page_size=50)
    sequence, hash_ = selectors.head()
    context = {
        "page": page,
        "rows": [_row(entry) for entry in page],
        "head": {"sequence": sequence, "hash": hash_},
        "heads": selectors.daily_heads(7),
        "number": number,
        "sha256": sha256,
        "program_url": reverse("publication_log:page", args=[max(1, selectors.page_count())]),
        "breadcrumbs": [
            {"title": _("Công báo"), "url": localized_path("/cong-bao/")},
            {"title": _("Nhật ký công bố"), "url": reverse("publication_log:log")},
        ],
    }
    return render(request, "gazette/publication_log/log.html", context)


@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """Anyone: the head of the chain, the pages there are, and the heads published before."""
    sequence, hash_ = selectors.head()
    content = {
        "sequence": sequence,
        "hash": hash_,
        "pages": selectors.page_count(),
        "page_size": selectors.PAGE_SIZE,
        "page_url": f"{settings.SITE_URL}/cong-bao/nhat-ky/{{page}}.jsonl",
        "record_url": f"{settings.SITE_URL}/cong-bao/nhat-ky/ban-ghi/{{kind}}/{{id}}.json",
        "daily_heads": [
            {"day": item.day.isoformat(), "sequence": item.sequence, "hash": item.hash}
            for item in selectors.daily_heads(400)
        ],
    }
    return _for_programs(orjson.dumps(content), "application/json")


@require_safe
def program_page(request: HttpRequest, number: int) -> HttpResponse:
    """Anyone: a page of entries, one JSON object a line; a full page never changes."""
    entries = selectors.program_page(number) if 1 <= number < 10**9 else []
    if not entries:
        raise Http404
    lines = [orjson.dumps(entry.content | {"hash": entry.hash}) for entry in entries]
    return _for_programs(b"\n".join(lines) + b"\n", "application/x-ndjson")


@require_safe
def record(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """Anyone: a published record's content in the form whose SHA-256 the log has."""
    if kind not in log_sources or object_id >= 2**63:
        raise Http404
    found = next(iter(log_sources[kind].load([object_id])), None)
    if found is None:
        raise Http404
    return _for_programs(canonical(found.content), "application/json")


@require_safe
def heads_feed(request: HttpRequest) -> HttpResponse:
    """Anyone: the daily heads as a feed, so that readers keep them without doing anything."""
    address = f"{settings.SITE_URL}{reverse('publication_log:log')}"
    feed = FeedGenerator()
    feed.id(address)
    feed.title(str(_("Nhật ký công bố: đầu chuỗi hằng ngày")))
    feed.link(href=address, rel="alternate")
    feed.link(href=f"{settings.SITE_URL}{request.path}", rel="self")
    feed.author(name=settings.WAGTAIL_SITE_NAME)
    heads = selectors.daily_heads()
    feed.updated(heads[0].published_at if heads else timezone.now().replace(month=1, day=1, hour=0, minute=0))
    for item in heads:
        entry = feed.add_entry(order="append")
        entry.id(f"{address}#{item.day.isoformat()}")
        entry.title(
            str(_("Ngày %(day)s: dòng %(number)s") % {"day": item.day.isoformat(), "number": item.sequence})
        )
        entry.content(item.hash, type="text")
        entry.link(href=f"{address}?so={item.sequence}")
        entry.published(item.published_at)
        entry.updated(item.published_at)
    return HttpResponse(feed.atom_str(), content_type="application/atom+xml")


def _for_programs(content: bytes, media_type: str) -> HttpResponse:
    """Return an answer for programs of anyone; no cache keeps it, so that what is stored now is what is seen."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)


def _row(entry: LogEntry) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "at": entry.at,
        "at_text": moment_text(entry.at),
        "action": Action(entry.action).label,
        "tone": _TONES[Action(entry.action)],
        "kind": entry.kind_label,
        "title": entry.title,
        "url": localized_path(entry.path) if entry.path else None,
        "sha256": entry.sha256,
        "reason": entry.reason,
        "hash": entry.hash,
    }
