"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    """Figures of reports, what is computed from them, and their checks."""

    name = "opendata.statistics"
    label = "statistics"
    verbose_name = _("Số liệu thống kê")

    def ready(self) -> None:
        """Have computed figures and checks follow the figures; show what checks found beside them."""
        from opendata.datasets.registry import page_sections, version_listeners
        from opendata.statistics.plugs import checks_section
        from opendata.statistics.services.publishing import figures_changed

        version_listeners.register("statistics", figures_changed)
        page_sections.register("statistics", checks_section)
