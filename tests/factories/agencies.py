"""Agencies for tests."""

from __future__ import annotations

import factory

from portal.agencies.enums import AgencyKind, AgencyLevel
from portal.agencies.models import Agency, AgencyName, AgencyParent, AgencySuccession
from portal.core.importing import refresh_statistics


class AgencyFactory(factory.django.DjangoModelFactory[Agency]):
    """An agency of the province itself."""

    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"CQ{n}")
    name_vi = factory.Sequence(lambda n: f"Sở Thử nghiệm {n}")
    kind = AgencyKind.DEPARTMENT
    level = AgencyLevel.PROVINCE


class AgencyNameFactory(factory.django.DjangoModelFactory[AgencyName]):
    """A former name."""

    class Meta:
        model = AgencyName

    agency = factory.SubFactory(AgencyFactory)
    name_vi = "Sở Tên Cũ"


class AgencyParentFactory(factory.django.DjangoModelFactory[AgencyParent]):
    """A former parent."""

    class Meta:
        model = AgencyParent

    agency = factory.SubFactory(AgencyFactory)
    parent = factory.SubFactory(AgencyFactory)


class AgencySuccessionFactory(factory.django.DjangoModelFactory[AgencySuccession]):
    """One agency following another."""

    class Meta:
        model = AgencySuccession

    predecessor = factory.SubFactory(AgencyFactory)
    successor = factory.SubFactory(AgencyFactory)


def many_agencies(count: int, *, parent: Agency | None = None) -> list[Agency]:
    """Make many agencies in a few statements."""
    agencies = []
    for number in range(count):
        agency = Agency(
            code=f"M{number}", name_vi=f"Đơn vị {number}", level=AgencyLevel.PROVINCE, parent=parent
        )
        agency.derive()
        agencies.append(agency)
    stored = Agency.objects.bulk_create(agencies, batch_size=500)
    if count >= 1000:
        refresh_statistics()
    return stored
