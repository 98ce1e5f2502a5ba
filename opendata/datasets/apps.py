"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DatasetsConfig(AppConfig):
    """Datasets: tables with their versions, queries and downloads."""

    name = "opendata.datasets"
    label = "datasets"
    verbose_name = _("Dữ liệu mở")

    def ready(self) -> None:
        """Offer datasets to menu, home page, search, sitemap and page cache."""
        from opendata.datasets import plugs

        plugs.connect()
