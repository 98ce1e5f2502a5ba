"""The page cache: fast for readers, never stale, never another person's page."""

from __future__ import annotations

import pytest
from django.db import transaction

from gazette.documents.models import LegalDocument
from portal.core import generation
from tests.factories.documents import LegalDocumentFactory
from tests.helpers import assert_max_queries

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("reference_data")]


def test_a_second_reader_costs_one_look_up(client):
    LegalDocumentFactory(number="1/QĐ-UBND")
    client.get("/cong-bao/")  # the site's settings are made by the first reader ever
    first = client.get("/van-ban/")
    with assert_max_queries(1):
        second = client.get("/van-ban/")
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]


def test_a_publication_is_seen_at_once(client):
    client.get("/van-ban/")
    LegalDocumentFactory(summary="Văn bản vừa đăng")
    assert "Văn bản vừa đăng" in client.get("/van-ban/").content.decode()


def test_what_is_rolled_back_changes_nothing(client, db):
    before = generation.current()
    try:
        with transaction.atomic():
            LegalDocumentFactory()
            raise RuntimeError
    except RuntimeError:
        pass
    assert generation.current() == before


def test_unpublishing_is_seen_at_once(client):
    document = LegalDocumentFactory()
    address = document.get_absolute_url()
    assert client.get(address).status_code == 200
    document.unpublish()
    assert client.get(address).status_code == 410


def test_an_unchanged_page_answers_304(client):
    LegalDocumentFactory()
    etag = client.get("/van-ban/")["ETag"]
    response = client.get("/van-ban/", headers={"if-none-match": etag})
    assert (response.status_code, response.content) == (304, b"")
    LegalDocument.objects.get().save()
    LegalDocumentFactory()
    assert client.get("/van-ban/", headers={"if-none-match": etag}).status_code == 200


def test_an_editor_s_page_is_neither_kept_nor_served_to_readers(client, admin_client):
    LegalDocumentFactory()
    private = admin_client.get("/van-ban/")
    assert "ETag" not in private
    with assert_max_queries(40):
        assert client.get("/van-ban/").status_code == 200


def test_languages_and_addresses_do_not_share_an_answer(client):
    vietnamese, english = client.get("/van-ban/"), client.get("/en/van-ban/")
    assert b'lang="vi"' in vietnamese.content[:200]
    assert b'lang="en"' in english.content[:200]
    assert client.get("/van-ban/?year=2021").content != vietnamese.content


def test_a_cookie_is_never_kept(client):
    """A page with a form that sets a cookie must not give one reader's token to the next."""
    response = client.get("/quan-tri/login/")
    assert response.cookies
    assert "ETag" not in response


def test_a_step_of_many_transactions_makes_answers_obsolete_once(db):
    before = generation.current()
    with generation.raised_once():
        LegalDocumentFactory()
        LegalDocumentFactory()
        assert generation.current() == before
    assert generation.current() == before + 1
