"""Reads of the catalogue: all published datasets in an order in which pages neither repeat nor skip one."""

from __future__ import annotations

from django.db.models import QuerySet

from opendata.datasets.models import Dataset
from portal.agencies.models import AdministrativeUnit


def catalogue_datasets() -> QuerySet[Dataset]:
    """Return the published datasets with all that the catalogue tells of them, in the order of their making."""
    return Dataset.objects.published().for_list().select_related("document").order_by("pk")


def units_by_name() -> dict[str, AdministrativeUnit]:
    """Return the administrative units by each spelling of their names."""
    found: dict[str, AdministrativeUnit] = {}
    for unit in AdministrativeUnit.objects.order_by("-pk"):
        for name in (*unit.alias_list, unit.name_vi):
            found[name.casefold()] = unit
    return found
