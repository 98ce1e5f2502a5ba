"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Vietnamese text rules and search."""

    name = "search"
    label = "search"
    verbose_name = _("Tìm kiếm")

    def ready(self) -> None:
        """Note every change of searchable content."""
        from search import checks, signals  # noqa: F401  # importing registers the checks
        from search.learning import registry as learning_registry
        from search.training_pairs import ClickSource

        signals.connect()
        learning_registry.register(ClickSource())
