"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """Drafts open for comment, what people say about them and what became of it."""

    name = "gazette.drafts"
    label = "drafts"
    verbose_name = _("Dự thảo lấy ý kiến")

    def ready(self) -> None:
        """Offer drafts to menu, home page, search, sitemap, page cache, worker and the keeper of private data."""
        from gazette.drafts import plugs

        plugs.connect()
