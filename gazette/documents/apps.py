"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Legal and administrative documents."""

    name = "gazette.documents"
    label = "documents"
    verbose_name = _("Văn bản")

    def ready(self) -> None:
        """Offer documents to menu, home page, search, sitemap and page cache."""
        from gazette.documents import plugs

        plugs.connect()
