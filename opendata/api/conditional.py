"""Conditional reads: every answer has an ETag and a date, and what did not change is a 304."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe, quote_etag

from portal.core import generation


def set_last_modified(response: HttpResponse, moments: Iterable[datetime | None]) -> None:
    """Date the answer about a record by the newest of what it shows; undated content by the last publication."""
    newest = max((moment for moment in moments if moment is not None), default=None) or generation.raised_at()
    response["Last-Modified"] = http_date(newest.timestamp())


def set_list_modified(response: HttpResponse, days: Iterable[datetime | None] = ()) -> None:
    """Date a list by the last publication or withdrawal, which may concern it; `days` are changes by the calendar.

    The records that are left in a list do not tell that another has gone.
    """
    set_last_modified(response, [generation.raised_at(), *days])


def begun_days(days: Iterable[date | None], on: date) -> list[datetime]:
    """Return the beginnings of those days that have come: what depends on the calendar changed then."""
    return [timezone.make_aware(datetime.combine(day, time.min)) for day in days if day and day <= on]


def set_etag(response: HttpResponse) -> None:
    """Give an answer the ETag of its content, the same that the page cache would give it."""
    if not response.has_header("ETag"):
        response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])


def set_etag_of(response: HttpResponse, content: str) -> None:
    """Give an answer the weak ETag of that part of it which matters."""
    response["ETag"] = f'W/"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'


def answer_conditionally(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return 304 in place of an answer that the reader has already."""
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:
        return response
    conditional = get_conditional_response(
        request,
        etag=response.get("ETag"),
        last_modified=parse_http_date_safe(response.get("Last-Modified", "")),
        response=response,  # type: ignore[arg-type]  # only its headers are read
    )
    return response if conditional is None else conditional
