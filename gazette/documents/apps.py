"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Legal and administrative documents."""

    name = "gazette.documents"
    label = "documents"
    verbose_name = _("Văn bản")

    def ready(self) -> None:
        """Offer documents to menu, home page, search, sitemap and page cache; offer the measurements."""
        from gazette.documents import benchmarks, plugs
        from portal.core import registry

        plugs.connect()
        registry.benchmarks.register("import", benchmarks.imports, order=10)
        registry.benchmarks.register("document-lists", benchmarks.lists, order=30)
        registry.benchmarks.register("document-pages", benchmarks.pages, order=31)
