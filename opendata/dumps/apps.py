"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DumpsConfig(AppConfig):
    """Bulk downloads of everything that the portal publishes."""

    name = "opendata.dumps"
    label = "dumps"
    verbose_name = _("Tải trọn bộ")

    def ready(self) -> None:
        """Offer the files and code lists of all rooms, and make the downloads every night."""
        from opendata.dumps import plugs

        plugs.connect()
