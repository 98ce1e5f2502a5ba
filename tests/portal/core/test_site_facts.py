"""Names, contact channels and the alert banner: read by everybody, written by editors alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from portal.core.models import AlertBanner, SiteSettings

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]

MESSAGE = "Bão số 9 vào bờ tối nay"
ADDRESSES = ["/", "/van-ban/", "/khong-co/", "/tin-tuc/"]


@pytest.fixture
def banner(db, site):
    return AlertBanner.objects.get(site=site)


def switch_on(banner, **fields):
    for name, value in {"is_active": True, "message": MESSAGE, **fields}.items():
        setattr(banner, name, value)
    banner.save()


def test_readers_of_a_site_without_settings_write_nothing(client, site):
    SiteSettings.objects.all().delete()
    AlertBanner.objects.all().delete()
    addresses = [
        *ADDRESSES,
        "/en/",
        "/cong-bao/",
        "/robots.txt",
        "/.well-known/security.txt",
        "/opensearch.xml",
    ]
    with CaptureQueriesContext(connection) as context:
        for address in [*addresses, "/llms.txt", "/van-ban/rss.xml", "/sitemap.xml", "/api/v1/documents"]:
            assert client.get(address).status_code in {200, 404}, address
    statements = [query["sql"] for query in context if not query["sql"].startswith(("SELECT", "SAVEPOINT"))]
    assert [sql for sql in statements if not sql.startswith("RELEASE")] == []
    assert not SiteSettings.objects.exists()


def test_setup_makes_what_editors_fill_in(site):
    assert SiteSettings.objects.filter(site=site).count() == 1
    assert AlertBanner.objects.filter(site=site).count() == 1


def test_the_banner_is_switched_on_and_off_on_every_page_at_once(client, banner):
    for address in ADDRESSES:
        assert MESSAGE not in client.get(address).content.decode()
    switch_on(banner)
    for address in ADDRESSES:
        assert MESSAGE in client.get(address).content.decode(), address
    banner.is_active = False
    banner.save()
    for address in ADDRESSES:
        assert MESSAGE not in client.get(address).content.decode(), address


def test_an_empty_banner_is_not_shown(client, banner):
    switch_on(banner, message="")
    assert "alert-banner" not in client.get("/").content.decode()


def test_the_banner_hides_itself_when_its_time_is_over(client, banner, monkeypatch):
    switch_on(banner, hides_at=timezone.now() + timedelta(hours=1))
    assert MESSAGE in client.get("/").content.decode()
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    # The page cache keeps a page for a minute; the settings themselves are kept until the next publication.
    assert MESSAGE not in client.get("/?mot-phut-sau").content.decode()


def test_english_readers_get_the_english_message_where_there_is_one(client, banner):
    switch_on(banner, message_en="")
    assert MESSAGE in client.get("/en/").content.decode()
    switch_on(banner, message_en="Storm tonight")
    english = client.get("/en/").content.decode()
    assert "Storm tonight" in english
    assert MESSAGE not in english


def test_what_editors_type_is_text(client, banner, site):
    switch_on(banner, message="<script>alert(1)</script>")
    settings = SiteSettings.objects.get(site=site)
    settings.portal_name = '"><script>alert(2)</script>'
    settings.save()
    page = client.get("/").content.decode()
    assert "<script>alert(" not in page


def test_an_editor_switches_the_banner_on_in_the_desk(admin_client, client, site):
    address = f"/quan-tri/settings/core/alertbanner/{site.pk}/"
    data = {
        "is_active": "on",
        "level": "danger",
        "message": MESSAGE,
        "message_en": "",
        "url": "",
        "hides_at": "",
    }
    assert admin_client.post(address, data).status_code == 302
    assert MESSAGE in client.get("/").content.decode()


def test_a_link_of_the_banner_cannot_be_a_script(admin_client, site):
    address = f"/quan-tri/settings/core/alertbanner/{site.pk}/"
    data = {
        "is_active": "on",
        "level": "info",
        "message": MESSAGE,
        "url": "javascript:alert(1)",
        "hides_at": "",
    }
    assert admin_client.post(address, data).status_code == 200
    assert not AlertBanner.objects.filter(is_active=True).exists()


def test_every_page_reads_them_once_a_publication(client):
    cache.clear()
    client.get("/van-ban/")
    with CaptureQueriesContext(connection) as context:
        client.get("/van-ban/?year=2021")
    tables = [
        query["sql"]
        for query in context
        if "core_sitesettings" in query["sql"] or "alertbanner" in query["sql"]
    ]
    assert tables == []
    assert sum("core_contentgeneration" in query["sql"] for query in context) == 1


def test_the_site_s_name_of_another_host_is_the_same(client, site):
    settings = SiteSettings.objects.get(site=Site.objects.get())
    settings.province_name = "Tỉnh Thử Nghiệm"
    settings.save()
    assert "Tỉnh Thử Nghiệm" in client.get("/", headers={"host": "www.example"}).content.decode()


@pytest.mark.parametrize(
    ("province", "vietnamese", "english"),
    [
        ("Tỉnh Đắk Nông", "Cổng Thông tin điện tử tỉnh Đắk Nông", "E-Portal – Tỉnh Đắk Nông"),
        ("Thành phố Huế", "Cổng Thông tin điện tử thành phố Huế", "E-Portal – Thành phố Huế"),
        ("Đắk Nông", "Cổng Thông tin điện tử Đắk Nông", "E-Portal – Đắk Nông"),
        ("", "Cổng Thông tin điện tử", "E-Portal"),
    ],
)
def test_the_province_stands_behind_the_portal_s_name_as_in_a_sentence(
    client, site, province, vietnamese, english
):
    settings = SiteSettings.for_site(site)
    settings.province_name = province
    settings.save()
    assert f"<title>{vietnamese}</title>" in client.get("/").content.decode()
    assert f"<title>{english}</title>" in client.get("/en/").content.decode()
