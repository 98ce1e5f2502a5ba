"""Models of the agencies room, one noun a file."""

from portal.agencies.models.administrative_units import AdministrativeUnit
from portal.agencies.models.agencies import Agency
from portal.agencies.models.names import AgencyName
from portal.agencies.models.parents import AgencyParent
from portal.agencies.models.successions import AgencySuccession

__all__ = ["AdministrativeUnit", "Agency", "AgencyName", "AgencyParent", "AgencySuccession"]
