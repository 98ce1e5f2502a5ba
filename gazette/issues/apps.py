"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IssuesConfig(AppConfig):
    """Issues of the official gazette."""

    name = "gazette.issues"
    label = "issues"
    verbose_name = _("Công báo")

    def ready(self) -> None:
        """Offer issues to menu, home page, search, sitemap, page cache and the pages of documents."""
        from gazette.issues import plugs

        plugs.connect()
