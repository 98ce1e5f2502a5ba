"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionsConfig(AppConfig):
    """Citizen reception: code lists."""

    name = "portal.receptions"
    label = "receptions"
    verbose_name = _("Tiếp công dân")

    def ready(self) -> None:
        """Register the code list and watch it."""
        from portal.core import generation
        from portal.receptions import models, reference

        reference.register()
        generation.watch(models.PetitionKind)
