"""Lists in pages."""

from __future__ import annotations

import pytest

from tests.factories.documents import many_documents

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_following_next_reads_every_record_once(client):
    many_documents(53)
    address, seen = "/api/v1/documents?page_size=10&status=con-hieu-luc&sort=number", []
    while address:
        body = client.get(address).json()
        assert body["count"] == 53
        seen += [item["id"] for item in body["results"]]
        address = (body["next"] or "").removeprefix("http://testserver")
    assert len(seen) == len(set(seen)) == 53


def test_neighbours_are_absolute_and_keep_the_filters(client):
    many_documents(30)
    body = client.get("/api/v1/documents?status=con-hieu-luc&page=2&page_size=10").json()
    base = "http://testserver/api/v1/documents?status=con-hieu-luc&page={}&page_size=10"
    assert (body["previous"], body["next"]) == (base.format(1), base.format(3))
    assert len(body["results"]) == 10


def test_the_first_page_of_an_empty_list_is_empty(client):
    assert client.get("/api/v1/documents").json() == {
        "count": 0,
        "next": None,
        "previous": None,
        "results": [],
    }


def test_a_page_has_twenty_records_unless_asked(client):
    many_documents(120)
    assert len(client.get("/api/v1/documents").json()["results"]) == 20
    assert len(client.get("/api/v1/documents?page_size=100").json()["results"]) == 100
