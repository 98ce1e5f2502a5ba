"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """Drafts open for comment: code lists."""

    name = "gazette.drafts"
    label = "drafts"
    verbose_name = _("Dự thảo lấy ý kiến")

    def ready(self) -> None:
        """Register the code lists and watch them."""
        from gazette.drafts import models, reference
        from portal.core import generation

        reference.register()
        generation.watch(models.CommentOutcome, models.ConsultationStatus)
