"""Publishing: what is due appears by the worker's own step, and everybody sees it at the next request."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gazette.documents.models import LegalDocument
from portal.core import generation
from portal.core.background.duties import DUTIES
from portal.core.background.worker import Pace
from portal.news.models import NewsPage
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteIssueFactory
from tests.factories.news import NewsPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]


@pytest.fixture
def publish_due():
    [duty] = [duty for duty in DUTIES if duty.name == "scheduled publishing"]
    return duty.step


@pytest.fixture
def wait(monkeypatch):
    """Let minutes pass."""
    start = timezone.now()

    def wait(minutes):
        monkeypatch.setattr(timezone, "now", lambda: start + timedelta(minutes=minutes))

    return wait


def scheduled(record, *, minutes):
    """Approve a record for a moment, as the editors' form does."""
    record.go_live_at = timezone.now() + timedelta(minutes=minutes)
    record.save_revision().publish()
    record.refresh_from_db()
    assert not record.live
    return record


def draft(factory, **fields):
    return factory(live=False, first_published_at=None, **fields)


def test_what_is_scheduled_appears_within_a_minute():
    [duty] = [duty for duty in DUTIES if duty.name == "scheduled publishing"]
    assert Pace(duty.every).after_success(is_more_waiting=False) <= 30


@pytest.mark.parametrize("factory", [NewsPageFactory, LegalDocumentFactory, GazetteIssueFactory])
def test_a_scheduled_record_appears_when_it_is_due_and_no_earlier(client, publish_due, wait, factory):
    record = scheduled(draft(factory), minutes=10)
    address = record.get_url() if isinstance(record, NewsPage) else record.get_absolute_url()
    wait(9)
    publish_due()
    assert client.get(address).status_code == 404
    wait(11)
    publish_due()
    record.refresh_from_db()
    assert record.live
    assert client.get(address).status_code == 200


def test_lists_home_and_feeds_show_it_at_once_though_they_are_kept(client, publish_due, wait):
    scheduled(draft(NewsPageFactory, title="Khánh thành cầu mới"), minutes=10)
    addresses = ["/", "/tin-tuc/", "/en/tin-tuc/", "/tin-tuc/rss.xml", "/api/v1/news"]
    for address in addresses:
        assert "Khánh thành" not in client.get(address).content.decode()
    before = generation.current()
    wait(11)
    publish_due()
    assert generation.current() > before
    for address in addresses:
        assert "Khánh thành" in client.get(address).content.decode(), address


def test_what_expires_is_withdrawn_and_its_address_says_so(client, publish_due):
    document = LegalDocumentFactory(expire_at=timezone.now() - timedelta(minutes=1))
    address = document.get_absolute_url()
    assert client.get(address).status_code == 200
    publish_due()
    assert client.get(address).status_code == 410


def test_a_record_that_cannot_be_published_stops_no_other(publish_due, wait, monkeypatch):
    broken = scheduled(draft(LegalDocumentFactory), minutes=8)
    sound = scheduled(draft(NewsPageFactory), minutes=9)
    wait(11)

    def fail(self, *args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(LegalDocument, "save", fail)
        publish_due()
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.live, sound.live) == (False, True)
    publish_due()
    broken.refresh_from_db()
    assert broken.live


def test_a_second_step_publishes_nothing_twice(publish_due, wait):
    news = scheduled(draft(NewsPageFactory), minutes=10)
    wait(11)
    publish_due()
    news.refresh_from_db()
    assert news.live
    before = generation.current()
    publish_due()
    assert generation.current() == before
