"""Feeds of a search: the newest hits of any query, in every format."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from search import outbox
from tests.factories.documents import LegalDocumentFactory


@pytest.fixture
def found(site: Any, settings: Any, tmp_path: Path) -> list[str]:
    """Three documents, two of which a search for land prices finds; returns these, the newest first."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    LegalDocumentFactory(number="1/QĐ-UBND", summary="Giá đất <năm> cũ & mới", issued_on=date(2020, 1, 2))
    LegalDocumentFactory(number="2/QĐ-UBND", summary="Giá đất năm nay", issued_on=date(2026, 1, 2))
    LegalDocumentFactory(number="3/QĐ-UBND", summary="Học phí", issued_on=date(2026, 3, 2))
    outbox.drain(1000)
    return ["2/QĐ-UBND Giá đất năm nay", "1/QĐ-UBND Giá đất <năm> cũ & mới"]


def test_feed_lists_the_newest_hits_in_every_format(found: list[str], client: Client) -> None:
    feed = client.get("/tim-kiem/feed.json", {"q": "gia dat", "kind": "document"}).json()
    assert [item["title"] for item in feed["items"]] == found
    rss = etree.fromstring(client.get("/tim-kiem/rss.xml", {"q": "gia dat", "kind": "document"}).content)
    assert rss.xpath("//item/title/text()") == found
    atom = etree.fromstring(client.get("/tim-kiem/atom.xml", {"q": "gia dat", "kind": "document"}).content)
    assert atom.xpath("//*[local-name()='entry']/*[local-name()='title']/text()") == found


def test_feed_takes_the_filters_of_the_page_and_refuses_bad_ones(found: list[str], client: Client) -> None:
    feed = client.get("/tim-kiem/feed.json", {"q": "giá đất", "from": "2025-01-01"}).json()
    assert [item["title"] for item in feed["items"]] == found[:1]
    assert client.get("/tim-kiem/feed.json", {"kind": "nothing"}).status_code == 400
    assert client.get("/tim-kiem/feed.json", {"from": "x"}).status_code == 400


def test_page_names_its_feeds(found: list[str], client: Client) -> None:
    html = client.get("/tim-kiem/", {"q": "giá đất", "kind": "document"}).content.decode()
    address = "/tim-kiem/rss.xml?q=gi%C3%A1+%C4%91%E1%BA%A5t&amp;kind=document"
    assert html.count(f'href="{address}"') == 2


def test_feed_of_an_engine_that_is_down_is_an_outage(
    site: Any, settings: Any, tmp_path: Path, client: Client
) -> None:
    settings.SEARCH_INDEX_DIR = tmp_path / "none"
    response = client.get("/tim-kiem/rss.xml", {"q": "giá"})
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
