"""What every page of the site shows, read once a publication and never written by a reader."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Min, Model
from django.utils.translation import get_language
from wagtail.models import PageLogEntry

from portal.core import generation
from portal.core.calendar import WorkingCalendar
from portal.core.models import AlertBanner, Holiday, SiteSettings

_NAMES_SECONDS = 60 * 60


@dataclass(frozen=True)
class SiteFacts:
    """Names and contact channels of the site and its alert banner."""

    settings: SiteSettings
    banner: AlertBanner


def site_facts() -> SiteFacts:
    """Return what editors entered for the whole site, remembered until the next publication."""
    facts: SiteFacts | None = cache.get_or_set(f"site-facts:{generation.current()}", _read_facts, 3600)
    return facts or _read_facts()


def site_settings() -> SiteSettings:
    """Return the names and contact channels of the site."""
    return site_facts().settings


def _read_facts() -> SiteFacts:
    # Wagtail's own `for_request` makes a missing row, which would let a reader write.
    settings = SiteSettings.objects.select_related("emblem").filter(site__is_default_site=True).first()
    banner = AlertBanner.objects.filter(site__is_default_site=True).first()
    return SiteFacts(settings or SiteSettings(), banner or AlertBanner())


def names_of(model: type[Model], codes: Collection[str]) -> dict[str, str]:
    """Return the names of codes of a list in the active language (no query until something is published)."""
    key = f"code-names:{model._meta.label}:{generation.current()}"
    kept = cache.get_or_set(key, lambda: _read_names(model), _NAMES_SECONDS)
    names: dict[str, tuple[str, str]] = kept or {}
    is_english = get_language() == "en"
    return {code: (names[code][1] if is_english else "") or names[code][0] for code in codes if code in names}


def _read_names(model: type[Model]) -> dict[str, tuple[str, str]]:
    rows = model._default_manager.order_by().values_list("code", "name_vi", "name_en")
    return {code: (name, english) for code, name, english in rows}


def working_calendar() -> WorkingCalendar:
    """Return the working calendar as editors keep it (one query)."""
    return WorkingCalendar(dict(Holiday.objects.values_list("day", "is_working")))


def first_page_at() -> datetime | None:
    """Return when the first page of the site was made: since then what never changed is as it is."""
    moment: datetime | None = PageLogEntry.objects.aggregate(first=Min("timestamp"))["first"]
    return moment
