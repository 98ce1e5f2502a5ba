"""Every list of the site has its API, its three feeds, its dump and its place in the sitemap, all of one count."""

from __future__ import annotations

import gzip
import re

import feedparser
import pytest

from gazette.documents.models import LegalDocument
from opendata.dumps.services import keeping
from opendata.feeds.sources import announced_sources
from portal.core import generation, registry
from portal.news.models import NewsPage
from tests.factories.corrections import ReportFactory, corrected
from tests.factories.documents import LegalDocumentFactory
from tests.factories.drafts import DraftFactory
from tests.factories.issues import GazetteIssueFactory
from tests.factories.questions import ask, published_question
from tests.opendata.records import add_news
from tests.opendata.tables import add_table

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site", "reference_data")]


@pytest.fixture
def records(settings, tmp_path):
    """A few records in every list, and some that the public does not see."""
    settings.DUMPS_DIR, settings.DATASETS_DIR = tmp_path / "dumps", tmp_path / "datasets"
    LegalDocumentFactory.create_batch(5)
    LegalDocumentFactory(live=False)
    GazetteIssueFactory.create_batch(4)
    GazetteIssueFactory(live=False)
    for number in range(3):
        published_question(title=f"Câu hỏi số {number} về đất đai")
    ask(title="Câu hỏi chưa trả lời")
    for number in range(2):
        corrected(f"Sửa {number}")
    ReportFactory()
    DraftFactory.create_batch(3)
    for number in range(6):
        add_news(title=f"Tin {number}")
    add_news(title="Nháp", live=False)
    for slug in ("mot", "hai"):
        add_table(tmp_path, f"nam,so\n2021,{len(slug)}\n", slug=slug)
    generation.raise_generation()


def test_every_list_is_there_in_every_form_with_the_same_count(client, records):
    dump = keeping.make_now()
    with_feeds = set()
    for name, collection in registry.collections.items():
        if not collection.path:
            continue
        page = client.get(collection.path)
        assert page.status_code == 200, name
        if not collection.endpoint:
            continue
        outside = "&external=true" if name == "agencies" else ""
        count = client.get(f"/api/v1/{collection.endpoint}?page_size=100{outside}").json()["count"]
        rows = gzip.decompress((dump / f"{collection.tables[0].name}.jsonl.gz").read_bytes()).count(b"\n")
        assert rows == count, name
        assert count > 1, name
        if not collection.has_feeds:
            continue
        with_feeds.add(collection.path)
        if name != "corrections":  # a correction has no page but the log
            places = re.findall("<loc>", client.get(f"/sitemap-{name}-1.xml").content.decode())
            languages = 2 if name == "datasets" else 1
            assert len(places) == count * languages, name
        for ending in ("rss.xml", "atom.xml"):
            feed = feedparser.parse(client.get(f"{collection.path}{ending}").content)
            assert (bool(feed.bozo), len(feed.entries)) == (False, count), (name, ending)
        assert len(client.get(f"{collection.path}feed.json").json()["items"]) == count, name
        assert re.search(rf"<strong>{count}</strong>|\b{count} ", page.content.decode()), name
    assert with_feeds == {source.path for source in announced_sources()}


def test_the_ids_of_a_feed_stay_when_records_are_edited(client, records):
    def ids() -> set[str]:
        addresses = [f"{source.path}atom.xml" for source in announced_sources()]
        return {
            entry.id
            for address in addresses
            for entry in feedparser.parse(client.get(address).content).entries
        }

    before = ids()
    for document in LegalDocument.objects.published():
        document.number, document.summary = f"{document.pk}/SỬA", "Trích yếu khác"
        document.save()
    for news in NewsPage.objects.live():
        news.title, news.slug = f"{news.title} sửa", f"{news.slug}-sua"
        news.save()
    generation.raise_generation()
    assert ids() == before
    assert len(before) == 5 + 4 + 3 + 2 + 3 + 6 + 2
