"""Query budgets of agencies: the same for 20 and for many rows."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache

from tests.factories.agencies import AgencyFactory, AgencyNameFactory, many_agencies

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("rows", [20, 2_000])
@pytest.mark.parametrize(
    "address", ["/co-quan/", "/co-quan/?as_of=2021-01-01", "/co-quan/?q=don+vi", "/co-quan/UBND/"]
)
def test_pages_stay_within_their_budget(client, django_assert_max_num_queries, rows, address):
    committee = AgencyFactory(code="UBND", name_vi="Ủy ban nhân dân tỉnh")
    agencies = many_agencies(rows, parent=committee)
    for agency in agencies[:20]:
        AgencyNameFactory(agency=agency, valid_until=date(2000, 1, 1))
    client.get("/co-quan/khong-co/")  # the first reader of a new site makes its settings
    cache.clear()
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
