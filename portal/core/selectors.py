"""What every page of the site shows, read once a publication and never written by a reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from portal.core import generation
from portal.core.models import AlertBanner, SiteSettings


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
