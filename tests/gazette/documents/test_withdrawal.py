"""A published document is withdrawn with a reason, never deleted; readers of lists and feeds hear of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from gazette.documents.models import LegalDocument
from portal.core.models import ContentGeneration
from tests.factories.documents import LegalDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site", "reference_data")]

LIST = "wagtailsnippets_documents_legaldocument:list"


def bulk(client, action, documents, **data):
    query = "&".join(f"id={document.pk}" for document in documents)
    url = reverse("wagtail_bulk_action", args=["documents", "legaldocument", action])
    assert client.get(f"{url}?{query}").status_code == 200
    return client.post(f"{url}?{query}&next={reverse(LIST)}", data, follow=True)


def test_what_was_published_is_not_deleted(admin_client):
    published, draft = LegalDocumentFactory(), LegalDocumentFactory(live=False, first_published_at=None)
    url = reverse("wagtailsnippets_documents_legaldocument:delete", args=[published.pk])
    assert "Không xóa được" in admin_client.post(url, follow=True).content.decode()
    bulk(admin_client, "delete", [draft])
    assert list(LegalDocument.objects.all()) == [published]


def test_several_are_published_and_withdrawn_with_a_reason(admin_client, client):
    drafts = [LegalDocumentFactory(live=False, first_published_at=None) for _number in range(3)]
    bulk(admin_client, "publish", drafts)
    assert LegalDocument.objects.filter(live=True).count() == 3
    assert "Lý do gỡ" in bulk(admin_client, "unpublish", drafts).content.decode()
    bulk(admin_client, "unpublish", drafts, reason="Ban hành nhầm")
    client.logout()
    for address in (drafts[0].get_absolute_url(), f"/api/v1/documents/{drafts[0].pk}"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "Ban hành nhầm" in answer.content.decode()


@pytest.mark.parametrize("address", ["/api/v1/documents", "/van-ban/rss.xml"])
def test_a_reader_that_asks_by_date_hears_of_a_withdrawal(client, address):
    documents = [LegalDocumentFactory() for _number in range(2)]
    an_hour_ago = timezone.now() - timedelta(hours=1)
    LegalDocument.objects.update(updated_at=an_hour_ago)
    ContentGeneration.objects.update(raised_at=an_hour_ago)
    asked = {"If-Modified-Since": http_date(timezone.now().timestamp() - 60)}
    assert client.get(address, headers=asked).status_code == 304
    documents[0].unpublish()
    again = client.get(address, headers=asked)
    assert again.status_code == 200
    assert documents[0].number not in again.content.decode()


@pytest.mark.parametrize(
    "query", ["type=khongco", "agency=khongco", "field=khongco", "collection=khongco", "type=qd&type=khongco"]
)
def test_a_feed_refuses_a_code_that_no_list_holds(client, query):
    answer = client.get(f"/van-ban/rss.xml?{query}")
    assert answer.status_code == 400
    assert "khongco" in answer.content.decode()
