"""Lists in pages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gazette.documents.models import LegalDocument
from portal.core import generation
from portal.news.models import NewsPage
from tests.factories.agencies import AgencyFactory
from tests.factories.documents import many_documents
from tests.factories.drafts import DraftFactory
from tests.factories.issues import GazetteIssueFactory
from tests.factories.news import NewsCategoryFactory
from tests.opendata.records import NOON, add_news

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
    assert body["previous"] == base.format(1)
    assert body["next"].startswith(base.format(3) + "&after=")
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


def follow(client, address: str, *, by: str = "next", between=lambda: None) -> list:
    """Return the rows of all pages, the key of each; `between` happens before every page but the first."""
    seen: list = []
    while address:
        body = client.get(address).json()
        seen += [row.get("id") or row.get("slug") or row["url"] for row in body["results"]]
        address = (body[by] or "").removeprefix("http://testserver")
        between()
    return seen


@pytest.mark.parametrize("sort", ["-date", "date", "number", "-number", "-effective"])
def test_a_list_read_while_a_thousand_are_published_neither_repeats_nor_skips(client, sort):
    many_documents(60)
    # Some have no day of effect, which databases put at different ends.
    LegalDocument.objects.filter(pk__in=LegalDocument.objects.values_list("pk", flat=True)[::3]).update(
        effective_on=None
    )
    before = set(LegalDocument.objects.values_list("pk", flat=True))
    rounds = iter(range(8))

    def publish() -> None:
        if next(rounds, None) is not None:
            many_documents(125)
            generation.raise_generation()

    seen = follow(client, f"/api/v1/documents?page_size=7&sort={sort}", between=publish)
    assert LegalDocument.objects.count() == 60 + 1000
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_news_and_a_category_are_read_so_too(client, site):
    category = NewsCategoryFactory(code="kinh-te")
    for number in range(12):
        add_news(title=f"Tin {number}", published_at=NOON - timedelta(hours=number), category=category)
    before = set(NewsPage.objects.values_list("pk", flat=True))
    for address in ("/api/v1/news?page_size=3", "/api/v1/news?page_size=3&category=kinh-te"):
        seen = follow(
            client, address, between=lambda: add_news(title="Tin mới", published_at=NOON, category=category)
        )
        assert len(seen) == len(set(seen))
        assert before <= set(seen)


@pytest.mark.parametrize("path", ["documents", "gazette/issues", "drafts", "agencies"])
def test_previous_leads_back_through_the_same_rows(client, path):
    many_documents(7)
    GazetteIssueFactory.create_batch(7)
    DraftFactory.create_batch(7)
    AgencyFactory.create_batch(7)
    generation.raise_generation()
    forth = follow(client, f"/api/v1/{path}?page_size=2")
    assert len(forth) >= 7
    address, last = f"/api/v1/{path}?page_size=2", ""
    while address:
        last = address
        address = (client.get(address).json()["next"] or "").removeprefix("http://testserver")
    pages: list[list] = []
    while last:
        body = client.get(last).json()
        pages.insert(0, [row.get("id") or row.get("slug") or row["url"] for row in body["results"]])
        last = (body["previous"] or "").removeprefix("http://testserver")
    assert [key for page in pages for key in page] == forth


@pytest.mark.parametrize(
    "place",
    ["x", "WzFd", "W10", "bnVsbA", "WyJhIiwiYiJd", "W251bGwsbnVsbF0", "WyIyMDIxLTAxLTAxIix7fV0", "%00", "é", "A" * 1001,
     "WyIyMDIxLTAxLTAxIiwxZTQwMF0", "WyIyMDIxLTAxLTAxIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTldXQ"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["after", "before"])
def test_what_is_no_place_of_the_list_is_refused(client, name, place):
    many_documents(1)
    response = client.get(f"/api/v1/documents?{name}={place}")
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [name]


def test_after_and_before_exclude_each_other(client):
    many_documents(30)
    following = client.get("/api/v1/documents").json()["next"].removeprefix("http://testserver")
    assert client.get(f"{following}&before=x").status_code == 400
