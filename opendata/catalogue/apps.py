"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """The catalogue of datasets in the words of other programs: DCAT-AP, CKAN, SDMX."""

    name = "opendata.catalogue"
    label = "catalogue"
    verbose_name = _("Danh mục dữ liệu")
