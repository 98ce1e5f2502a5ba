"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationLogConfig(AppConfig):
    """What was published, changed and withdrawn, so that nobody can change it in silence."""

    name = "gazette.publication_log"
    label = "publication_log"
    verbose_name = _("Nhật ký công bố")

    def ready(self) -> None:
        """Tell of news and pages; offer the log, its head and the search for published files."""
        from gazette.publication_log import plugs

        plugs.connect()
