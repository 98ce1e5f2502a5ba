"""What of agencies is downloaded in bulk."""

from django.utils.translation import gettext_lazy as _

from portal.agencies.models import AdministrativeUnit, Agency, AgencyName, AgencyParent, AgencySuccession
from portal.core.registry import Collection, DumpedTable, collections


def register() -> None:
    """Register the collection; called once, when the apps are loaded."""
    collections.register(
        "agencies",
        Collection(
            title=_("Cơ quan"),
            path="/co-quan/",
            endpoint="agencies",
            tables=[
                DumpedTable(name="agencies", model=Agency),
                DumpedTable(name="agency_names", model=AgencyName, replaces=True),
                DumpedTable(name="agency_parents", model=AgencyParent, replaces=True),
                DumpedTable(name="agency_successions", model=AgencySuccession, replaces=True),
                DumpedTable(name="administrative_units", model=AdministrativeUnit),
            ],
        ),
        order=10,
    )
