"""Feeds as a feed reader reads them."""

from __future__ import annotations

import html
from datetime import date

import feedparser
import pytest
from django.core.cache import cache
from wagtail.models import Site

from gazette.documents.models import DocumentType
from portal.news.models import NewsPage
from tests.factories.documents import LegalDocumentFactory, many_documents
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory, many_issues, pdf_attachment
from tests.helpers import assert_max_queries
from tests.opendata.records import add_news, many_news

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site", "reference_data")]

SITE = "http://127.0.0.1:8000"
FEEDS = [
    f"/{path}/{name}"
    for path in ("tin-tuc", "van-ban", "cong-bao")
    for name in ("rss.xml", "atom.xml", "feed.json")
]


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def content():
    news = add_news(title="Tin <b>& khác", summary="Tóm tắt", author_name="An")
    # What normalising would drop may have come in another way.
    NewsPage.objects.filter(pk=news.pk).update(title="Tin <b>& \x0bkhác", summary="Tóm\x1b tắt")
    report = LegalDocumentFactory(
        number="63/BC-VPUBND",
        document_type=DocumentType.objects.get(code="bao-cao"),
        summary="Đánh giá & tổng kết <2021>",
        issuer_name="Văn phòng",
        issued_on=date(2022, 1, 19),
    )
    issue = GazetteIssueFactory(year=2026, issue_number="44 + 45", file=pdf_attachment())
    GazetteEntryFactory(issue=issue, document=report, number=report.number)
    return report


def entries(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    if address.split("?")[0].endswith(".json"):
        return response.json()["items"]
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo, parsed.bozo_exception
    return parsed.entries


@pytest.mark.parametrize("address", FEEDS)
def test_every_list_has_three_valid_feeds(client, content, address):
    [entry] = entries(client, address)
    kind = address.split("/")[1]
    assert entry["id"].startswith(f"tag:127.0.0.1,2026:{kind}/")
    assert (entry.get("link") or entry.get("url")).startswith(f"{SITE}/{kind}/")
    assert entry["title"]
    assert entry.get("summary") or entry.get("content_text")


@pytest.mark.parametrize("path", ["tin-tuc", "van-ban", "cong-bao"])
def test_an_empty_list_is_a_valid_feed_too(client, path):
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert entries(client, f"/{path}/{name}") == []


def test_an_entry_tells_summary_author_categories_and_moments(client, content):
    for name in ("rss.xml", "atom.xml"):
        [entry] = entries(client, f"/van-ban/{name}")
        assert entry.title == "Báo cáo 63/BC-VPUBND"
        is_html = entry.summary_detail.type == "text/html"
        assert is_html == (name == "rss.xml")
        assert (html.unescape(entry.summary) if is_html else entry.summary) == "Đánh giá & tổng kết <2021>"
        assert entry.author == "Văn phòng"
        assert "Báo cáo" in [tag.label or tag.term for tag in entry.tags]
        assert entry.published_parsed[:3] == (2022, 1, 18)  # midnight in Viet Nam
    [item] = entries(client, "/van-ban/feed.json")
    assert item["authors"] == [{"name": "Văn phòng"}]
    assert item["date_published"].startswith("2022-01-19T00:00:00")
    assert item["date_modified"] >= item["date_published"]


def test_the_text_of_news_is_html_in_which_nothing_of_the_text_is_markup(client):
    add_news(title="Tin", slug="tin", body=[("paragraph", "<p>2 &lt; 3 &amp; đúng</p>")])
    for name in ("rss.xml", "atom.xml"):
        [entry] = entries(client, f"/tin-tuc/{name}")
        assert "2 &lt; 3 &amp; đúng" in entry.content[0].value
    assert entries(client, "/tin-tuc/feed.json")[0]["content_text"] == "2 < 3 & đúng"


def test_a_feed_names_itself_and_its_list(client, content):
    atom = feedparser.parse(client.get("/van-ban/atom.xml?type=bao-cao").content).feed
    links = {link.rel: link.href for link in atom.links}
    assert links == {
        "self": f"{SITE}/van-ban/atom.xml?type=bao-cao",
        "alternate": f"{SITE}/van-ban/?type=bao-cao",
    }
    rss = feedparser.parse(client.get("/van-ban/rss.xml").content).feed
    assert rss.link == f"{SITE}/van-ban/"
    body = client.get("/van-ban/feed.json").json()
    assert (body["version"], body["home_page_url"]) == (
        "https://jsonfeed.org/version/1.1",
        f"{SITE}/van-ban/",
    )


def test_a_gazette_issue_brings_its_file(client, content):
    for name in ("rss.xml", "atom.xml"):
        [entry] = entries(client, f"/cong-bao/{name}")
        [file] = entry.enclosures
        assert entry.link == f"{SITE}/cong-bao/2026/44-45/"
        assert (file.href, file.type) == (f"{SITE}/cong-bao/2026/44-45.pdf", "application/pdf")
    [item] = entries(client, "/cong-bao/feed.json")
    assert item["attachments"][0]["size_in_bytes"] > 0


def test_an_id_survives_an_edit(client, content):
    [before] = entries(client, "/van-ban/atom.xml")
    content.number, content.summary = "64/BC-VPUBND", "Khác hẳn"
    content.save()
    [after] = entries(client, "/van-ban/atom.xml")
    assert (after.id, after.title) == (before.id, "Báo cáo 64/BC-VPUBND")
    assert after.updated > before.updated


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/van-ban/rss.xml?type=bao-cao", 1),
        ("/van-ban/rss.xml?type=chi-thi", 0),
        ("/van-ban/rss.xml?type=chi-thi&type=bao-cao", 1),
        ("/van-ban/rss.xml?year=2022&q=danh+gia", 1),
        ("/van-ban/rss.xml?issued_from=20/01/2022", 0),
        ("/van-ban/rss.xml?number=63-bc&status=khong-xac-dinh", 1),
        ("/tin-tuc/rss.xml?q=tin", 1),
        ("/tin-tuc/rss.xml?category=chinh-tri", 0),
        ("/tin-tuc/chinh-tri/rss.xml", 0),
        ("/cong-bao/rss.xml?year=2026&number=45", 1),
        ("/cong-bao/rss.xml?document=63-bc-vpubnd", 1),
        ("/cong-bao/2026/rss.xml", 1),
        ("/cong-bao/2025/rss.xml", 0),
        ("/van-ban/rss.xml?utm_source=x&page=7", 1),
    ],
)
def test_feeds_take_the_filters_of_their_list(client, content, address, count):
    assert len(entries(client, address)) == count


@pytest.mark.parametrize(
    "address",
    ["/van-ban/rss.xml?issued_from=x", "/van-ban/rss.xml?status=x", "/cong-bao/feed.json?number=x+y&year=a"],
)
def test_a_filter_that_cannot_be_understood_is_a_400(client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")


def test_drafts_are_in_no_feed(client):
    LegalDocumentFactory(live=False, first_published_at=None)
    add_news(live=False, first_published_at=None)
    GazetteIssueFactory(live=False, first_published_at=None)
    assert [entries(client, address) for address in FEEDS] == [[]] * len(FEEDS)


def test_a_feed_that_did_not_change_is_a_304(client, content):
    first = client.get("/van-ban/rss.xml")
    assert first["Last-Modified"]
    assert client.get("/van-ban/rss.xml", headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("rows", [20, 2_000])
def test_feeds_stay_within_their_budget(client, rows):
    many_news(rows)
    many_documents(rows, document_type=DocumentType.objects.get(code="bao-cao"))
    many_issues(rows)
    # The names of the site are a row that the first reader makes.
    client.get("/tin-tuc/rss.xml")
    for address in FEEDS:
        cache.clear()
        Site.get_site_root_paths()
        # One of them reads the files of documents, which are the enclosures of entries.
        with assert_max_queries(7):
            response = client.get(address)
        assert response.status_code == 200


def test_a_section_that_does_not_exist_is_not_found(client, content):
    assert client.get("/tin-tuc/khong-co/rss.xml").status_code == 404
