"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.core.registry import MenuItem


class ApiConfig(AppConfig):
    """The public API."""

    name = "opendata.api"
    label = "api"
    verbose_name = _("API")

    def ready(self) -> None:
        """Register what this room offers to others."""
        from opendata.api import benchmarks
        from portal.core import registry

        registry.benchmarks.register("api-lists", benchmarks.lists, order=40)
        registry.benchmarks.register("api-cached", benchmarks.cached, order=41)
        registry.footer.register("api", lambda: _FOOTER, order=80)


_FOOTER = (MenuItem(title=_("Giao diện lập trình (API)"), path="/api/v1/docs", has_languages=False),)
