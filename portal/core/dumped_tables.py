"""What of the site itself is downloaded in bulk: who publishes it and how to reach them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from portal.core.models import SiteSettings
from portal.core.registry import Collection, DumpedTable, collections


def register() -> None:
    """Register the collection; called once, when the apps are loaded."""
    collections.register(
        "site",
        Collection(
            title=_("Thông tin cổng"),
            tables=[
                DumpedTable(
                    name="site_settings",
                    model=SiteSettings,
                    rows=SiteSettings.objects.filter(site__is_default_site=True).all,
                    replaces=True,
                    fill={"site_id": lambda: Site.objects.get(is_default_site=True).pk},
                    shows=("emblem",),
                )
            ],
        ),
        order=25,
    )
