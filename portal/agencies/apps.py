"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """Agencies with dated names, parents and successors."""

    name = "portal.agencies"
    label = "agencies"
    verbose_name = _("Cơ quan")

    def ready(self) -> None:
        """Offer agencies to menu, sitemap, code lists, search facets and page cache."""
        from functools import partial

        from portal.agencies import dumped_tables, models, reference
        from portal.agencies.following import PATTERN, find
        from portal.agencies.sitemaps import AgencySitemap
        from portal.core import generation, registry
        from portal.core.following import Followable, followables
        from portal.core.selectors import names_of
        from search import registry as search_registry

        generation.watch(
            models.AdministrativeUnit,
            models.Agency,
            models.AgencyName,
            models.AgencyParent,
            models.AgencySuccession,
        )
        registry.menu.register("agencies", registry.MenuItem(title=_("Cơ quan"), path="/co-quan/"), order=60)
        registry.sitemaps.register("agencies", AgencySitemap)
        search_registry.register_labels("agency", partial(names_of, models.Agency))
        followables.register("agencies", Followable(pattern=PATTERN, find=find))
        reference.register()
        dumped_tables.register()
