"""The home page: what each room has to show, and what becomes of a room that has nothing."""

from __future__ import annotations

import pytest
from django.utils import translation

from portal.core import registry
from portal.core.registry import HomeSection
from portal.home.models import HomePage, PlainPage
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteIssueFactory
from tests.factories.news import NewsPageFactory
from tests.helpers import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]


def headings(client, address="/"):
    return [
        heading.get_text(" ", strip=True)
        for heading in parsed(client.get(address)).select("main h1, main h2")
    ]


def test_an_empty_site_has_a_home_page(client):
    for address in ("/", "/en/"):
        page = parsed(client.get(address))
        assert len(page.select("h1")) == 1
        assert page.select("main a[href^='/tin-tuc/'], main a[href^='/en/tin-tuc/']") or page.main


def test_every_room_shows_its_newest(client):
    NewsPageFactory(title="Khánh thành cầu mới")
    document = LegalDocumentFactory(number="63/BC-VPUBND", summary="Đánh giá Cổng")
    issue = GazetteIssueFactory(year=2026, issue_number="7")
    with translation.override("vi"):
        paths = [document.get_absolute_url(), issue.get_absolute_url()]
    for prefix in ("", "/en"):
        page = parsed(client.get(f"{prefix}/"))
        links = {link["href"] for link in page.select("main a")}
        assert "Khánh thành cầu mới" in page.main.get_text()
        assert "63/BC-VPUBND" in page.main.get_text()
        assert {prefix + path for path in paths} <= links


def test_nothing_unpublished_is_shown(client):
    NewsPageFactory(title="Tin chưa đăng", live=False, first_published_at=None)
    LegalDocumentFactory(summary="Văn bản chưa đăng", live=False, first_published_at=None)
    GazetteIssueFactory(issue_number="777", live=False, first_published_at=None)
    text = parsed(client.get("/")).main.get_text()
    for words in ("Tin chưa đăng", "Văn bản chưa đăng", "777"):
        assert words not in text


def test_sections_stand_in_the_order_that_they_ask_for(client, monkeypatch):
    section = HomeSection(
        template="components/empty_state.html", context=lambda request: {"title": "Mục cuối"}
    )
    monkeypatch.setattr(registry.home_sections, "_entries", dict(registry.home_sections._entries))
    registry.home_sections.register("last", section, order=900)
    names = list(registry.home_sections)
    assert names[-1] == "last"
    assert names[:2] == ["news", "documents"]
    assert "Mục cuối" in parsed(client.get("/")).main.get_text()


def test_the_introduction_is_text_that_editors_write(client):
    home = HomePage.objects.get()
    assert "Chào <b>bạn</b>" not in client.get("/").content.decode()
    home.introduction = "Chào <b>bạn</b>"
    home.save_revision().publish()
    assert "Chào &lt;b&gt;bạn&lt;/b&gt;" in client.get("/").content.decode()


def test_a_heading_stands_for_every_section(client):
    NewsPageFactory()
    LegalDocumentFactory()
    GazetteIssueFactory()
    assert len(headings(client)) == len(set(headings(client))) >= 4


@pytest.mark.parametrize(
    ("address", "language", "title"),
    [
        ("/khong-co/", "vi", "Không tìm thấy trang này"),
        ("/en/khong-co/", "en", ""),
        ("/van-ban/999999/x/", "vi", "Không tìm thấy trang này"),
        ("/en/cong-bao/2026/999/", "en", ""),
        ("/en/co-quan/KHONG-CO/", "en", ""),
    ],
)
def test_what_is_not_there_is_told_in_the_reader_s_language(client, address, language, title):
    response = client.get(address)
    page = parsed(response)
    assert (response.status_code, page.html["lang"]) == (404, language)
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    heading = page.h1.get_text(strip=True)
    assert heading == title if title else heading != "Không tìm thấy trang này"
    assert page.select("main form[action$='/tim-kiem/']")


def test_a_page_below_a_plain_page_has_its_way_back(client):
    parent = PlainPage.objects.get(slug="lien-he")
    child = parent.add_child(instance=PlainPage(title="Sơ đồ đường đi", slug="so-do"))
    assert "Sơ đồ đường đi" in parsed(client.get("/lien-he/")).main.get_text()
    crumbs = [link["href"] for link in parsed(client.get(child.get_url())).select(".breadcrumbs a")]
    assert "/lien-he/" in crumbs
