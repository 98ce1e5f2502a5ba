"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    """Feeds, sitemap and other texts for machines."""

    name = "opendata.feeds"
    label = "feeds"
    verbose_name = _("Nguồn tin")
