"""The WebSub hub is named in the feeds and told of changes, and nothing is lost while it is down."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import feedparser
import pytest
import requests

from opendata.feeds.hub import HubRefused, announce_changes, forget_seen
from portal.core import generation
from portal.core.background.duties import all_duties
from portal.settings.environment import read_environment
from portal.settings.problems import BadVariable
from tests.factories.documents import LegalDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

LISTS = ("tin-tuc", "van-ban", "du-thao", "hoi-dap", "dinh-chinh", "cong-bao", "du-lieu")


class Hub(HTTPServer):
    """A hub that notes what it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.told: list[list[str]] = []
        self.answer = 204

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hub"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert fields["hub.mode"] == ["publish"]
        if self.server.answer == 204:
            self.server.told.append(fields["hub.url"])
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def hub(settings) -> Iterator[Hub]:
    server = Hub()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBSUB_HUB, settings.SITE_URL = server.address, "https://portal.example.vn"
    forget_seen()
    yield server
    server.shutdown()
    server.server_close()
    forget_seen()


def test_the_hub_is_told_of_the_feeds_that_changed_in_every_format(hub):
    announce_changes()
    assert sorted(told[0].split("/")[3] for told in hub.told) == sorted(LISTS)
    hub.told.clear()
    announce_changes()
    generation.raise_generation()
    announce_changes()
    assert hub.told == []
    LegalDocumentFactory()
    announce_changes()
    base = "https://portal.example.vn/van-ban/"
    assert hub.told == [[f"{base}rss.xml", f"{base}atom.xml", f"{base}feed.json"]]


def test_what_a_hub_that_is_down_missed_is_told_later(hub):
    announce_changes()
    hub.told.clear()
    LegalDocumentFactory()
    hub.answer = 503
    for _ in range(2):
        with pytest.raises(HubRefused):
            announce_changes()
    hub.answer = 204
    announce_changes()
    assert len(hub.told) == 1


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
def test_a_feed_names_its_hub_and_itself(hub, client, name):
    LegalDocumentFactory()
    response = client.get(f"/van-ban/{name}")
    own = f"https://portal.example.vn/van-ban/{name}"
    assert response["Link"] == f'<{own}>; rel="self", <{hub.address}>; rel="hub"'
    assert requests.utils.parse_header_links(response["Link"])[1]["rel"] == "hub"
    if name == "feed.json":
        assert response.json()["hubs"] == [{"type": "WebSub", "url": hub.address}]
        return
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    links = {link["rel"]: link["href"] for link in feed.feed.links}
    assert (links["hub"], links["self"]) == (hub.address, own)


def test_a_filtered_feed_has_no_hub_for_nobody_would_tell_it(hub, client):
    for address in ("/van-ban/atom.xml?year=2021", "/tin-tuc/kinh-te/atom.xml"):
        response = client.get(address)
        assert response.status_code in {200, 404}
        assert 'rel="hub"' not in response.get("Link", "") + response.content.decode()


def test_without_a_hub_nothing_is_told_or_named(client, settings):
    assert settings.WEBSUB_HUB == ""
    assert announce_changes() is False
    assert b"hub" not in client.get("/van-ban/atom.xml").content
    assert "hub of feeds" in {duty.name for duty in all_duties()}


@pytest.mark.parametrize("value", ["hub", "ftp://hub.example", "https://", "https://a b", 'https://x/"><x'])
def test_an_unusable_address_is_refused_by_name(monkeypatch, value):
    monkeypatch.setenv("WEBSUB_HUB", value)
    with pytest.raises(BadVariable, match="WEBSUB_HUB"):
        read_environment(production=False)
