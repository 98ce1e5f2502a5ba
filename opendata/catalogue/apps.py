"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """Datasets in the words of other catalogues: DCAT-AP, CKAN, SDMX."""

    name = "opendata.catalogue"
    label = "catalogue"
    verbose_name = _("Danh mục dữ liệu")
