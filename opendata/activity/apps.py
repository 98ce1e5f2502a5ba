"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivityConfig(AppConfig):
    """The portal's yearly activity report, counted from its own content."""

    name = "opendata.activity"
    label = "activity"
    verbose_name = _("Báo cáo hoạt động")

    def ready(self) -> None:
        """Offer the report to the footer and to the sitemap."""
        from opendata.activity.plugs import footer_links
        from opendata.activity.sitemaps import ActivitySitemap
        from portal.core import registry

        registry.footer.register("activity", footer_links, order=60)
        registry.sitemaps.register("activity", ActivitySitemap)
