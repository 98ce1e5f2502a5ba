"""Query budgets of the API: the same for 20 rows and for 20,000."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from wagtail.models import Site

from gazette.documents.models import DocumentType, SubjectArea
from tests.factories.agencies import many_agencies
from tests.factories.documents import many_documents
from tests.factories.issues import many_issues
from tests.helpers import assert_max_queries
from tests.opendata.records import many_news

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site", "reference_data")]

BUDGET = 8


def check(client, *addresses, budget=BUDGET):
    for address in addresses:
        cache.clear()
        # Wagtail remembers where sites begin from one request to the next.
        Site.get_site_root_paths()
        with assert_max_queries(budget):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("rows", [20, 20_000])
def test_documents(client, rows):
    many_documents(rows, document_type=DocumentType.objects.get(code="bao-cao"))
    field = SubjectArea.objects.first().code
    check(
        client,
        "/api/v1/documents?page_size=100",
        f"/api/v1/documents?type=bao-cao&type=chi-thi&status=con-hieu-luc&agency=UBND&field={field}&q=van",
        "/api/v1/documents?number=1&sort=number&as_of=2021-12-31",
    )


def test_one_document_with_many_parts(client):
    documents = many_documents(300, articles=200, relations=100)
    check(client, f"/api/v1/documents/{documents[0].pk}")


@pytest.mark.parametrize("rows", [20, 20_000])
def test_issues(client, rows):
    many_issues(rows)
    check(
        client, "/api/v1/gazette/issues?page_size=100", "/api/v1/gazette/issues?year=2026&number=5&q=cong+bao"
    )


def test_one_issue_with_many_entries(client):
    [issue] = many_issues(1, entries=500)
    check(client, f"/api/v1/gazette/issues/{issue.year}/{issue.slug}")


@pytest.mark.parametrize("rows", [20, 2_000])
def test_news(client, rows):
    many_news(rows)
    check(
        client,
        "/api/v1/news?page_size=100",
        "/api/v1/news?q=tin&category=chinh-tri&published_from=2024-01-01",
    )


@pytest.mark.parametrize("rows", [20, 2_000])
def test_agencies(client, rows):
    many_agencies(rows)
    check(
        client,
        "/api/v1/agencies?page_size=100&as_of=2021-12-31",
        "/api/v1/agencies?q=don+vi",
        "/api/v1/agencies/M1",
    )


def test_reference(client):
    check(client, "/api/v1/reference", "/api/v1/reference/portal_collections", "/api/v1/reference/agencies")
