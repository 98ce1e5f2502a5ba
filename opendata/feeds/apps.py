"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.core.registry import MenuItem


class FeedsConfig(AppConfig):
    """Feeds, sitemap and other texts for machines."""

    name = "opendata.feeds"
    label = "feeds"
    verbose_name = _("Nguồn cấp tin")

    def ready(self) -> None:
        """Register what this room offers to others."""
        from opendata.feeds import benchmarks, following, hub, list_sitemaps
        from portal.core import registry

        following.connect()
        registry.sitemaps.register("lists", list_sitemaps.ListSitemap, order=5)
        registry.sitemaps.register("single-pages", list_sitemaps.PageSitemap, order=6)
        registry.sitemaps.register("other-pages", list_sitemaps.UniqueSitemap, order=7)
        registry.duties.register("hub", registry.Duty("hub of feeds", 2, hub.announce_changes))
        registry.benchmarks.register("feeds", benchmarks.feeds, order=50)
        registry.footer.register("feeds", lambda: _FOOTER, order=70)


_FOOTER = (
    MenuItem(title=_("Nguồn cấp tin RSS"), path="/tin-tuc/rss.xml", has_languages=False),
    MenuItem(title=_("Sơ đồ trang"), path="/sitemap.xml", has_languages=False),
)
