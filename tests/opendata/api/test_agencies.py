"""Agencies in the API."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.agencies import (
    AgencyFactory,
    AgencyNameFactory,
    AgencyParentFactory,
    AgencySuccessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def codes(response):
    assert response.status_code == 200, response.content.decode()
    return [item["code"] for item in response.json()["results"]]


def test_a_list_holds_the_provinces_own_agencies_and_others_if_asked(client):
    AgencyFactory(code="VP", name_vi="Văn phòng")
    AgencyFactory(code="BTC", name_vi="Bộ Tài chính", is_external=True)
    assert codes(client.get("/api/v1/agencies")) == ["VP"]
    assert set(codes(client.get("/api/v1/agencies?external=true"))) == {"VP", "BTC"}
    assert codes(client.get("/api/v1/agencies?q=van+phong")) == ["VP"]


def test_as_of_tells_names_parents_and_agencies_of_a_day(client):
    old, new = AgencyFactory(code="CU"), AgencyFactory(code="MOI")
    agency = AgencyFactory(code="SO", name_vi="Sở Mới", parent=new, valid_from=date(2010, 1, 1))
    AgencyNameFactory(agency=agency, name_vi="Sở Cũ", valid_until=date(2019, 12, 31))
    AgencyParentFactory(agency=agency, parent=old, valid_until=date(2019, 12, 31))
    now = client.get("/api/v1/agencies/SO").json()
    then = client.get("/api/v1/agencies/SO?as_of=2015-05-05").json()
    assert (now["name"], now["parent"]) == ("Sở Mới", "MOI")
    assert (then["name"], then["parent"]) == ("Sở Cũ", "CU")
    [listed] = [
        item
        for item in client.get("/api/v1/agencies?as_of=2015-05-05").json()["results"]
        if item["code"] == "SO"
    ]
    assert (listed["name"], listed["parent"]) == ("Sở Cũ", "CU")
    assert "SO" not in codes(client.get("/api/v1/agencies?as_of=2009-12-31"))


def test_one_agency_tells_what_came_before_and_after(client):
    step = AgencySuccessionFactory(on=date(2025, 3, 1))
    before = client.get(f"/api/v1/agencies/{step.predecessor.code}").json()
    after = client.get(f"/api/v1/agencies/{step.successor.code}").json()
    assert [(item["code"], item["on"]) for item in before["successors"]] == [
        (step.successor.code, "2025-03-01")
    ]
    assert [item["code"] for item in after["predecessors"]] == [step.predecessor.code]


def test_a_code_is_known_in_any_case_and_an_unknown_one_is_404(client):
    AgencyFactory(code="VPUBND")
    body = client.get("/api/v1/agencies/vpubnd").json()
    assert (body["code"], body["source_id"]) == ("VPUBND", "VPUBND")
    assert body["url"] == "http://testserver/co-quan/VPUBND/"
    assert client.get("/api/v1/agencies/khong-co").status_code == 404
