"""Short texts for programs."""

from __future__ import annotations

import urllib.robotparser
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree
from wagtail.models import Site

from portal.core.models import SiteSettings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

SITE = "https://portal.example.vn"


@pytest.fixture(autouse=True)
def names(settings):
    settings.SITE_URL = SITE
    names = SiteSettings.for_site(Site.objects.get())
    names.province_name = "Đắk Nông & Lâm Đồng"
    names.save()
    return names


def test_robots_may_read_everything_but_editors_and_search_results(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(response.content.decode().splitlines())
    assert rules.can_fetch("*", "/van-ban/1/x/")
    assert rules.can_fetch("*", "/api/v1/documents")
    assert not rules.can_fetch("*", "/quan-tri/")
    assert not rules.can_fetch("*", "/tim-kiem/?q=x")
    assert not rules.can_fetch("*", "/en/tim-kiem/?q=x")
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]


def test_security_txt_names_a_contact_and_expires_within_the_year(client, names):
    def fields():
        lines = client.get("/.well-known/security.txt").content.decode().splitlines()
        return dict(line.split(": ", 1) for line in lines if line)

    assert fields()["Contact"] == f"{SITE}/"
    names.email = "cong@example.vn"
    names.save()
    assert fields()["Contact"] == "mailto:cong@example.vn"
    names.security_email = "an-toan@example.vn"
    names.save()
    told = fields()
    assert told["Contact"] == "mailto:an-toan@example.vn"
    assert told["Canonical"] == f"{SITE}/.well-known/security.txt"
    assert told["Preferred-Languages"] == "vi, en"
    left = datetime.fromisoformat(told["Expires"]) - datetime.now(tz=UTC)
    assert timedelta(days=90) < left < timedelta(days=365)


def test_opensearch_describes_the_search(client):
    response = client.get("/opensearch.xml")
    assert response["Content-Type"].startswith("application/opensearchdescription+xml")
    tree = etree.fromstring(response.content)
    name = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    [short] = tree.xpath("o:ShortName/text()", namespaces=name)
    assert 0 < len(short) <= 16
    templates = tree.xpath("o:Url/@template", namespaces=name)
    assert f"{SITE}/tim-kiem/?q={{searchTerms}}" in templates


def test_llms_txt_leads_to_addresses_that_answer(client):
    text = client.get("/llms.txt").content.decode()
    assert "Đắk Nông & Lâm Đồng" in text
    addresses = [part.split(")")[0] for part in text.split("](")[1:]]
    for address in addresses:
        # There is no index here, which the search says by a 503.
        expected = {200, 503} if address.endswith("/search") else {200}
        assert client.get(address.removeprefix(SITE)).status_code in expected, address
