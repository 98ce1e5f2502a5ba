"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """What every room stands on: base pages, registries, page cache, site settings."""

    name = "portal.core"
    label = "core"
    verbose_name = _("Nền tảng")

    def ready(self) -> None:
        """Make every change of public content raise the content generation; offer the measurements."""
        from portal.core import benchmarks, dumped_tables, registry, signals
        from portal.core.holidays import holidays_table
        from search import health
        from search.models import PinnedResult, SynonymGroup

        signals.connect()
        registry.reference_tables.register("holidays", holidays_table())
        dumped_tables.register()
        registry.health_checks.register("search", health.check)
        registry.desk_lists.register("synonyms", SynonymGroup)
        registry.desk_lists.register("pinned-results", PinnedResult)
        registry.benchmarks.register("pages", benchmarks.pages, order=20)
        registry.benchmarks.register("second-start", benchmarks.second_start, order=900)
