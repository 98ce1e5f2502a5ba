"""Query budgets of documents: the same for 20 rows and for 20,000."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection

from gazette.documents.models import DocumentType, LegalDocument
from gazette.documents.selectors import DocumentFilters, find_documents
from tests.factories.documents import many_documents
from tests.helpers import assert_max_queries

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("reference_data")]

ADDRESSES = [
    "/van-ban/",
    "/van-ban/?type=bao-cao&year=2021&status=con-hieu-luc",
    "/van-ban/?q=van+ban&sort=number",
    "/van-ban/so/1-bc-ubnd",
]


@pytest.mark.parametrize("rows", [20, 20_000])
def test_lists_and_resolver_stay_within_their_budget(client, rows):
    many_documents(rows, document_type=DocumentType.objects.get(code="bao-cao"))
    client.get("/van-ban/")  # the site's settings are made by the first reader ever
    for address in ADDRESSES:
        cache.clear()
        with assert_max_queries(15):
            assert client.get(address).status_code in {200, 302}


def test_a_page_with_many_parts_stays_within_its_budget(client):
    documents = many_documents(300, articles=200, relations=100)
    client.get("/van-ban/")
    cache.clear()
    with assert_max_queries(15):
        assert client.get(documents[0].get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "query", [{"q": "van ban"}, {"q": "khong co", "year": 2021}], ids=["words", "words and year"]
)
def test_on_sqlite_words_are_looked_for_in_an_index_alone(query):
    if connection.vendor != "sqlite":
        assert not _has_index("document_words")
        return
    plan = find_documents(DocumentFilters(**query)).values_list("pk").explain()
    assert "COVERING INDEX document_words" in plan


def _has_index(name: str) -> bool:
    with connection.cursor() as cursor:
        return name in connection.introspection.get_constraints(cursor, LegalDocument._meta.db_table)
