"""What every answer of the site has: health, policy, errors, languages, logs, the alert banner."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Site

from portal.core.models import AlertBanner, SiteSettings
from tests.helpers import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def test_health_needs_nothing_and_readiness_tells_each_part(client, monkeypatch):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["database"] == "ok"

    def fail(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "set", fail)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["cache"]) == (200, "down")


def test_the_public_policy_allows_no_inline_script_nor_other_sites(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_page_has_no_inline_script_or_style(client):
    page = parsed(client.get("/"))
    assert [
        tag
        for tag in page.find_all("script")
        if not tag.get("src") and tag.get("type") != "application/ld+json"
    ] == []
    assert page.find_all("style") == []
    assert page.find_all(style=True) == []
    assert page.find_all(lambda tag: any(name.startswith("on") for name in tag.attrs)) == []


def test_nothing_is_fetched_from_other_sites(client):
    page = parsed(client.get("/"))
    sources = [
        tag.get("src") or tag.get("href")
        for tag in page.select(
            "script[src], img[src], link[rel=stylesheet], link[rel=preload], link[rel=icon]"
        )
    ]
    assert sources
    assert [source for source in sources if source.startswith(("http", "//"))] == []


@pytest.mark.parametrize(
    "address",
    [
        "/khong-co/",
        "/en/khong-co/",
        "/tin-tuc/2021/13/x/",
        "/van-ban/999999/x/",
        "/media/documents/x.pdf",
        "/media/images/%2e%2e/secret_key",
    ],
)
def test_what_is_not_there_is_404_in_the_site_s_own_words(client, address):
    response = client.get(address)
    assert response.status_code in {400, 404}
    assert "Traceback" not in response.content.decode()


def test_a_request_is_one_line_without_query_or_address(client, caplog):
    with caplog.at_level(logging.INFO, logger="portal.requests"):
        client.get("/van-ban/?q=Nguyen+Van+A+0905123456", REMOTE_ADDR="203.0.113.9")
        client.get("/khong%0Aco/")
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.requests"]
    assert len(lines) == 2
    assert "GET /van-ban/ 200" in lines[0]
    assert "0905123456" not in lines[0]
    assert "203.0.113.9" not in lines[0]
    assert "\n" not in lines[1]


def test_the_banner_is_on_every_page_while_it_is_switched_on(client):
    banner = AlertBanner.for_site(Site.objects.get())
    banner.message, banner.is_active = "Bão số 9 vào bờ tối nay", True
    banner.save()
    assert "Bão số 9" in client.get("/").content.decode()
    assert "Bão số 9" in client.get("/van-ban/").content.decode()
    banner.hides_at = timezone.now() - timedelta(minutes=1)
    banner.save()
    assert "Bão số 9" not in client.get("/").content.decode()


def test_contact_channels_and_name_come_from_the_settings(client):
    settings = SiteSettings.for_site(Site.objects.get())
    settings.hotline, settings.province_name = "0261 1022", "Tỉnh Thử Nghiệm"
    settings.save()
    page = client.get("/").content.decode()
    assert "0261 1022" in page
    assert "Tỉnh Thử Nghiệm" in page


def test_each_language_links_to_the_same_page_in_the_other(client):
    page = parsed(client.get("/van-ban/?year=2021"))
    assert page.select_one('a[hreflang="en"], a[lang="en"]')["href"] == "/en/van-ban/?year=2021"
    english = parsed(client.get("/en/van-ban/"))
    assert english.select_one('a[hreflang="vi"], a[lang="vi"]')["href"] == "/van-ban/"
    menu = [link["href"] for link in english.select("header nav a")]
    assert menu
    assert all(href.startswith(("/en/", "/van-ban/", "#")) for href in menu)


def test_a_page_without_translation_says_so_and_shows_the_vietnamese_text(client):
    response = client.get("/en/tin-tuc/")
    assert response.status_code == 200
    page = parsed(response)
    assert page.html["lang"] == "en"
    assert "available in Vietnamese only" in page.select_one("main .untranslated").text
    assert page.select_one(".breadcrumbs__current").text == "News"


def test_editors_only(client):
    response = client.get("/quan-tri/")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/quan-tri/login/")
