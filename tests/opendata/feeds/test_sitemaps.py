"""The sitemap, read as a robot reads it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from lxml import etree, html

from gazette.documents.models import LegalDocument
from opendata.feeds import sitemaps
from portal.core import generation
from tests.factories.documents import LegalDocumentFactory, many_documents
from tests.factories.drafts import DraftFactory
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory
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
    assert (
        len([place for place in addresses if "/van-ban/" in place and not place.endswith("/van-ban/")]) == 1
    )
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
    with assert_max_queries(20):
        client.get("/sitemap.xml")
    with assert_max_queries(5):
        response = client.get("/sitemap-documents-1.xml")
    assert response["ETag"]
    with assert_max_queries(1):
        client.get("/sitemap-documents-1.xml")


def in_the_sitemap(client) -> dict[str, str]:
    """Return every address of the sitemap with the moment of its last change."""
    found: dict[str, str] = {}
    for file in locations(client, "/sitemap.xml"):
        tree = etree.fromstring(client.get(file.removeprefix(SITE)).content)
        for url in tree.xpath("//s:url", namespaces=NAMES):
            [place], moments = (
                url.xpath(f"s:{name}/text()", namespaces=NAMES) for name in ("loc", "lastmod")
            )
            assert place not in found
            found[place] = moments[0] if moments else ""
    return found


def test_whoever_follows_every_link_finds_no_page_that_the_sitemap_does_not_have(client, reference_data):
    issue = GazetteIssueFactory()
    GazetteEntryFactory(issue=issue)
    LegalDocumentFactory()
    draft = DraftFactory()
    add_news()
    listed = in_the_sitemap(client)
    waiting, seen, missing = ["/"], {"/"}, []
    while waiting:
        path = waiting.pop()
        response = client.get(path)
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        page = html.fromstring(response.content)
        robots = " ".join(page.xpath("//meta[@name='robots']/@content"))
        canonical = page.xpath("//link[@rel='canonical']/@href") or [SITE + path]
        if "noindex" not in robots and canonical[0] == SITE + path and canonical[0] not in listed:
            missing.append(path)
        for link in page.xpath("//a/@href"):
            target = link.removeprefix(SITE).partition("#")[0]
            is_ours = target.startswith("/") and not target.startswith(
                ("/quan-tri/", "/static/", "/tim-kiem/")
            )
            if is_ours and "?" not in target and target not in seen:
                seen.add(target)
                waiting.append(target)
    assert missing == []
    assert len(seen) > 80
    assert f"{SITE}/du-thao/{draft.slug}/thong-ke/" in listed
    assert f"{SITE}/cong-bao/{issue.year}/{issue.slug}/muc-1/" in listed
    assert [place for place, moment in listed.items() if not moment] == []


def test_an_edit_moves_the_day_of_the_record_and_of_its_list_and_no_other(client):
    document, news = LegalDocumentFactory(), add_news()
    then = datetime(2024, 3, 5, 10, tzinfo=UTC)
    LegalDocument.objects.update(updated_at=then)
    generation.raise_generation()
    before = in_the_sitemap(client)
    paths = [SITE + path for path in (document.get_absolute_url(), "/van-ban/", "/en/van-ban/")]
    assert {before[path][:10] for path in paths} == {"2024-03-05"}
    LegalDocument.objects.update(updated_at=then + timedelta(days=3))
    generation.raise_generation()
    after = in_the_sitemap(client)
    assert sorted(path for path in after if after[path] != before[path]) == sorted(paths)
    assert before[f"{SITE}{news.get_url()}"][:10] == "2024-05-01"
