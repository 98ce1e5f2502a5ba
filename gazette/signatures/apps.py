"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignaturesConfig(AppConfig):
    """What files are and whether their signatures hold."""

    name = "gazette.signatures"
    label = "signatures"
    verbose_name = _("Chữ ký số")

    def ready(self) -> None:
        """Have every uploaded file inspected; offer the check to everyone."""
        from gazette.signatures import plugs

        plugs.connect()
