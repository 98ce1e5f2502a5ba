"""Formatting for templates; nothing here reads the database."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from wagtail.models import Page

from portal.core.links import localized_path
from search import vietnamese

register = template.Library()


@register.filter
def localized(path: str) -> str:
    """Return a site path in the reader's language."""
    return localized_path(path or "")


@register.simple_tag(takes_context=True)
def page_path(context: dict[str, Any], page: Page) -> str:
    """Return the path of a page of the tree in the reader's language."""
    return localized_path(page.get_url(context.get("request")) or "")


@register.filter
def short_date(value: date | datetime | None) -> str:
    """Return a day as 05/02/2026, a moment as its day in Viet Nam."""
    return vietnamese.format_date(_day(value)) if value else ""


@register.filter
def long_date(value: date | datetime | None) -> str:
    """Return a day as in official documents: ngày 05 tháng 02 năm 2026; in English 5 February 2026."""
    if not value:
        return ""
    if get_language() == "en":
        return date_format(_day(value), "j F Y").replace(" ", "\xa0")
    return vietnamese.format_long_date(_day(value), nbsp=True)


def _day(value: date | datetime) -> date:
    return timezone.localdate(value) if isinstance(value, datetime) else value
