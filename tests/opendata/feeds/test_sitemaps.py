"""The sitemap, read as a robot reads it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from lxml import etree

from gazette.documents.models import LegalDocument
from opendata.feeds import sitemaps
from tests.factories.documents import LegalDocumentFactory, many_documents
from tests.factories.issues import GazetteIssueFactory
from tests.helpers import assert_max_queries
from tests.opendata.records import add_news

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]

SITE = "https://portal.example.vn"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE


def locations(client, address):
    response = client.get(address.removeprefix(SITE))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return etree.fromstring(response.content).xpath("//s:loc/text()", namespaces=NAMES)


def test_the_index_leads_to_every_public_address_once(client):
    document, issue, news = LegalDocumentFactory(), GazetteIssueFactory(), add_news()
    LegalDocumentFactory(live=False, first_published_at=None)
    addresses = [place for file in locations(client, "/sitemap.xml") for place in locations(client, file)]
    assert len(addresses) == len(set(addresses))
    expected = [document.get_absolute_url(), issue.get_absolute_url(), f"/tin-tuc/2024/05/{news.slug}/", "/"]
    assert {SITE + path for path in expected} <= set(addresses)
    assert len([place for place in addresses if "/van-ban/" in place and place != f"{SITE}/van-ban/"]) == 1
    for place in addresses:
        assert client.get(place.removeprefix(SITE)).status_code == 200, place


def test_an_address_has_the_moment_of_its_last_change(client):
    document = LegalDocumentFactory()
    [moment] = etree.fromstring(client.get("/sitemap-documents-1.xml").content).xpath(
        "//s:lastmod/text()", namespaces=NAMES
    )
    stored = LegalDocument.objects.get(pk=document.pk).updated_at
    assert moment.startswith(stored.astimezone().isoformat()[:10]) or moment[:4] == str(stored.year)


def test_a_long_section_is_cut_into_files(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "FILE_SIZE", 10)
    many_documents(25)
    files = [file for file in locations(client, "/sitemap.xml") if "documents" in file]
    assert files == [f"{SITE}/sitemap-documents-{number}.xml" for number in (1, 2, 3)]
    assert [len(locations(client, file)) for file in files] == [10, 10, 5]
    assert client.get("/sitemap-documents-4.xml").status_code == 404
    assert client.get("/sitemap-documents-0.xml").status_code == 404
    assert client.get("/sitemap-khong-co-1.xml").status_code == 404


@pytest.mark.parametrize("rows", [20, 20_000])
def test_files_stay_within_their_budget_and_are_kept(client, rows):
    many_documents(rows)
    cache.clear()
    with assert_max_queries(17):
        client.get("/sitemap.xml")
    with assert_max_queries(5):
        response = client.get("/sitemap-documents-1.xml")
    assert response["ETag"]
    with assert_max_queries(1):
        client.get("/sitemap-documents-1.xml")
