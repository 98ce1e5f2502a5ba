"""A new site: its pages, its groups, and what a second start leaves alone."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from portal.core.models import SiteSettings
from portal.home.models import HomePage, PlainPage

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def state() -> list[tuple[object, ...]]:
    pages = Page.objects.order_by("path").values_list("path", "title", "slug", "live", "last_published_at")
    groups = Group.objects.order_by("name").values_list("name", "permissions__codename")
    return [*pages, *groups.order_by("name", "permissions__codename")]


def test_a_second_setup_changes_nothing():
    call_command("setup_site", verbosity=0)
    first = state()
    call_command("setup_site", verbosity=0)
    assert state() == first
    assert HomePage.objects.count() == 1


def test_what_editors_changed_stays(site):
    contact = PlainPage.objects.get(slug="lien-he")
    contact.title = "Liên hệ và góp ý"
    contact.save_revision().publish()
    settings = SiteSettings.for_site(site)
    settings.hotline = "1022"
    settings.save()
    PlainPage.objects.get(slug="tro-nang").unpublish()
    call_command("setup_site", verbosity=0)
    assert PlainPage.objects.get(slug="lien-he").title == "Liên hệ và góp ý"
    assert SiteSettings.for_site(Site.objects.get()).hotline == "1022"
    assert not PlainPage.objects.get(slug="tro-nang").live


def test_the_address_follows_site_url(site, settings, client):
    settings.SITE_URL = "https://daknong.example"
    call_command("setup_site", verbosity=0)
    moved = Site.objects.get()
    assert (moved.hostname, moved.port) == ("daknong.example", 443)


def test_the_first_reader_writes_nothing(site, client):
    with CaptureQueriesContext(
        connection,
    ) as context:
        for address in ("/", "/en/", "/lien-he/", "/tin-tuc/", "/van-ban/", "/cong-bao/", "/co-quan/"):
            assert client.get(address).status_code == 200
    writing = [query["sql"] for query in context if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writing == []


@pytest.mark.usefixtures("site")
def test_plain_pages_stand_in_the_footer_of_every_page(client):
    page = client.get("/van-ban/").content.decode()
    footer = page[page.index("<footer") :]
    for address in ("/lien-he/", "/tro-nang/", "/quyen-rieng-tu/", "/api/v1/docs", "/sitemap.xml"):
        assert f'href="{address}"' in footer
    footer = client.get("/en/van-ban/").content.decode().partition("<footer")[2]
    assert 'href="/en/lien-he/"' in footer
    assert 'href="/api/v1/docs"' in footer
    PlainPage.objects.get(slug="tro-nang").unpublish()
    assert 'href="/tro-nang/"' not in client.get("/van-ban/").content.decode()


@pytest.mark.usefixtures("site")
def test_every_plain_page_answers_and_names_the_contact_channels(client):
    site_settings = SiteSettings.objects.get()
    site_settings.hotline = "1022"
    site_settings.save()
    on_every_page = client.get("/van-ban/").content.decode().count('href="tel:1022"')
    for page in PlainPage.objects.all():
        text = client.get(f"/{page.slug}/").content.decode()
        assert re.search(rf"<h1[^>]*>\s*{page.title}\s*</h1>", text)
        assert text.count('href="tel:1022"') == on_every_page + page.shows_contacts
