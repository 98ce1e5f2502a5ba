"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The home page and plain pages."""

    name = "portal.home"
    label = "home"
    verbose_name = _("Trang chủ")

    def ready(self) -> None:
        """Register what this room offers to others."""
        from portal.core import generation, registry
        from portal.home.models import HomePage, PlainPage
        from portal.home.search_sources import PlainPageSource
        from portal.home.selectors import footer_links
        from portal.home.sitemaps import PlainPageSitemap
        from search import registry as search_registry

        generation.watch(HomePage, PlainPage)
        registry.sitemaps.register("pages", PlainPageSitemap, order=0)
        registry.footer.register("pages", footer_links, order=10)
        search_registry.register(PlainPageSource())
        search_registry.exclude(HomePage, "it shows what stands on other pages")
