"""Gazette issues in the API."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory, pdf_attachment

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def issue():
    attachment = pdf_attachment()
    issue = GazetteIssueFactory(
        year=2026, issue_number="44 + 45", published_on=date(2026, 7, 25), file=attachment, source_id="sl-44"
    )
    document = LegalDocumentFactory(number="24/2026/QĐ-UBND", source_id="vb-24")
    GazetteEntryFactory(
        issue=issue, document=document, number="24/2026/QĐ-UBND", page_from=3, page_to=8, sort_order=0
    )
    GazetteEntryFactory(issue=issue, number="25/2026/QĐ-UBND", title="Giá đất", sort_order=1)
    return issue


def numbers(response):
    assert response.status_code == 200, response.content.decode()
    return [item["number"] for item in response.json()["results"]]


def test_a_list_tells_each_issue_with_its_file(client, issue):
    [item] = client.get("/api/v1/gazette/issues").json()["results"]
    assert item["url"] == "http://testserver/cong-bao/2026/44-45/"
    assert (item["number"], item["issue_number"], item["item_count"]) == ("44-45", "44 + 45", 2)
    assert item["source_id"] == "sl-44"
    assert item["file"]["sha256"] == issue.file.sha256
    assert client.get(item["file"]["url"].removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("number", ["44-45", "44", "45", "44%20+%2045"])
def test_an_issue_is_found_by_its_range_and_by_each_number(client, issue, number):
    body = client.get(f"/api/v1/gazette/issues/2026/{number}").json()
    assert [(item["number"], item["page_from"], item["page_to"]) for item in body["items"]] == [
        ("24/2026/QĐ-UBND", 3, 8),
        ("25/2026/QĐ-UBND", None, None),
    ]
    assert body["items"][0]["document"]["source_id"] == "vb-24"
    assert body["items"][1]["document"] is None


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("year=2026", True),
        ("year=2025", False),
        ("number=45", True),
        ("number=46", False),
        ("document=24-2026-qd-ubnd", True),
        ("q=gia+dat", True),
        ("q=khong+co", False),
        ("published_from=2026-07-25&published_to=2026-07-25", True),
        ("published_from=2026-07-26", False),
        ("province=", True),
        ("province=H%C3%A0+N%E1%BB%99i", False),
    ],
)
def test_filters(client, issue, query, is_found):
    assert numbers(client.get(f"/api/v1/gazette/issues?{query}")) == (["44-45"] if is_found else [])


@pytest.mark.parametrize(
    "query", ["year=x", "year=1", "number=abc", "number=45-44", "published_from=1/1/2026"]
)
def test_bad_filters_are_400_and_named(client, query):
    response = client.get(f"/api/v1/gazette/issues?{query}")
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [query.split("=")[0]]


def test_drafts_are_nowhere_and_a_withdrawn_issue_says_why(client, issue):
    GazetteIssueFactory(issue_number="99", live=False, first_published_at=None)
    assert numbers(client.get("/api/v1/gazette/issues")) == ["44-45"]
    assert client.get("/api/v1/gazette/issues/2026/99").status_code == 404
    issue.live, issue.withdrawn_reason = False, "In lỗi."
    issue.save()
    gone = client.get("/api/v1/gazette/issues/2026/44-45")
    assert (gone.status_code, gone.json()["detail"]) == (410, "In lỗi.")
