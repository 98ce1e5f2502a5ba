"""What can be followed on the portal, and what is told of it; each kind with its real records."""

from __future__ import annotations

from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone

from gazette.documents.models import DocumentRelation, LegalDocument, RelationType
from gazette.drafts.enums import DraftState
from gazette.drafts.services import states
from portal.alerts.models import Topic, TopicChange
from portal.alerts.services import topics
from portal.core import following
from search import outbox
from tests.factories.agencies import AgencyFactory
from tests.factories.documents import LegalDocumentFactory
from tests.factories.drafts import DraftFactory
from tests.factories.news import NewsCategoryFactory, NewsPageFactory
from tests.opendata.tables import add_table

pytestmark = pytest.mark.django_db


def keys(address: str) -> set[str]:
    followed = following.find(address)
    assert followed is not None, address
    return {change.key for change in followed.changes()}


def new_titles(address: str, change) -> list[str]:
    """Return what somebody hears who followed an address before something changed there."""
    followed = following.find(address)
    topic = topics.topic_of(followed)
    change()
    topics.look(Topic.objects.get(pk=topic.pk))
    return list(TopicChange.objects.filter(topic=topic).values_list("title", flat=True))


def test_a_search_with_filters_tells_what_became_findable_even_with_an_old_date(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    agency = AgencyFactory(code="UBND")
    LegalDocumentFactory(number="1/QĐ-UBND", summary="Về giá đất", issuing_agency=agency)
    outbox.drain()

    def publish() -> None:
        LegalDocumentFactory(
            number="2/QĐ-UBND",
            summary="Về giá đất",
            issuing_agency=agency,
            issued_on=timezone.localdate() - timedelta(days=9000),
        )
        LegalDocumentFactory(number="3/QĐ-UBND", summary="Về việc khác", issuing_agency=agency)
        outbox.drain()

    told = new_titles('/tim-kiem/?q="giá đất"&agency=UBND', publish)
    assert [title.startswith("2/QĐ-UBND") for title in told] == [True]


def test_a_list_with_filters_tells_what_came_to_the_portal():
    agency = AgencyFactory(code="SYT")
    LegalDocumentFactory(issuing_agency=agency)
    told = new_titles(
        "/en/van-ban/?agency=SYT&page=3",
        lambda: [
            LegalDocumentFactory(
                summary="Cũ", issuing_agency=agency, issued_on=timezone.localdate() - timedelta(9000)
            ),
            LegalDocumentFactory(summary="Khác"),
        ],
    )
    assert len(told) == 1


def test_one_spelling_for_one_address():
    AgencyFactory(code="SYT")
    spellings = [
        "/van-ban/?agency=SYT&q=gi%C3%A1",
        "/van-ban/?q=gi%C3%A1&agency=SYT&page=2",
        "/en/van-ban/?q=giá&x=1&agency=SYT",
    ]
    assert len({following.find(address).address for address in spellings}) == 1


def test_a_document_tells_what_happens_to_it():
    document = LegalDocumentFactory(number="24/2021/QĐ-UBND")
    kind = RelationType.objects.create(code="thay-the", name_vi="Thay thế", inverse_name_vi="Bị thay thế bởi")

    def replace() -> None:
        newer = LegalDocumentFactory(number="30/2026/QĐ-UBND")
        DocumentRelation.objects.create(source=newer, target=document, relation_type=kind)

    told = new_titles(f"/van-ban/{document.pk}/{document.slug}/", replace)
    assert any("30/2026/QĐ-UBND" in title for title in told)


def test_a_withdrawn_document_is_followed_no_more():
    document = LegalDocumentFactory()
    LegalDocument.objects.filter(pk=document.pk).update(live=False)
    assert following.find(document.get_absolute_url()) is None


def test_a_draft_tells_its_states():
    draft = DraftFactory()
    told = new_titles(
        f"/du-thao/{draft.slug}/",
        lambda: states.change_state(draft, DraftState.SUSPENDED, reason="Chờ luật mới"),
    )
    assert told == [DraftState.SUSPENDED.label]


def test_a_dataset_tells_its_versions(tmp_path):
    add_table(tmp_path, "Tỉnh,Số\nHuế,5\n")
    told = new_titles("/du-lieu/bang/", lambda: add_table(tmp_path, "Tỉnh,Số\nHuế,6\n"))
    assert len(told) == 1


def test_an_agency_tells_all_that_is_published_of_it(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    agency = AgencyFactory(code="SXD")
    LegalDocumentFactory()
    outbox.drain()

    def publish() -> None:
        LegalDocumentFactory(number="5/QĐ-SXD", issuing_agency=agency)
        outbox.drain()

    assert len(new_titles("/co-quan/SXD/", publish)) == 1


def test_a_category_of_news_stands_in_the_path(site):
    category = NewsCategoryFactory(code="kinh-te")
    followed = following.find("/tin-tuc/kinh-te/")
    assert followed.address == "/tin-tuc/?category=kinh-te"
    NewsPageFactory(category=category)
    assert len(keys("/tin-tuc/kinh-te/")) == 1
    assert following.find("/tin-tuc/khong-co/") is None


@pytest.mark.parametrize(
    "address",
    [
        "/", "/tim-kiem/", "/van-ban/999999999999999999/x/", "/van-ban/?agency=khong-co", "/van-ban/?issued_from=x",
        "/du-thao/khong-co/", "/du-lieu/khong-co/", "/co-quan/KHONG/", "/quan-tri/", "/van-ban/?q=%00", "//van-ban/",
        "/[", "/van-ban/?year=abc",
    ],
)  # fmt: skip
def test_where_nothing_can_be_followed(address):
    assert following.find(address) is None


def test_the_feed_of_one_document(client):
    document = LegalDocumentFactory(number="24/2021/QĐ-UBND")
    for name in ("rss.xml", "atom.xml"):
        answer = client.get(f"/theo-doi/{name}", {"trang": document.get_absolute_url()})
        feed = feedparser.parse(answer.content)
        assert not feed.bozo
        assert len(feed.entries) == 1
    answer = client.get("/theo-doi/feed.json", {"trang": document.get_absolute_url()}).json()
    assert answer["items"][0]["url"].endswith(document.get_absolute_url())
    assert client.get("/theo-doi/atom.xml?trang=/khong-co/").status_code == 404


def test_pages_offer_to_be_followed_and_the_page_names_its_feed(client, site):
    document = LegalDocumentFactory(number="24/2021/QĐ-UBND")
    for path in (
        "/van-ban/?q=a",
        document.get_absolute_url(),
        "/tim-kiem/?q=a",
        "/du-lieu/",
        "/du-thao/",
        "/tin-tuc/",
    ):
        assert "/theo-doi/?trang=" in client.get(path).content.decode(), path
    assert "/theo-doi/?trang=" not in client.get("/").content.decode()
    shown = client.get("/theo-doi/", {"trang": "/van-ban/?q=giá đất"}).content.decode()
    assert "/van-ban/atom.xml?q=gi%C3%A1+%C4%91%E1%BA%A5t" in shown
    assert "“giá đất”" in shown
