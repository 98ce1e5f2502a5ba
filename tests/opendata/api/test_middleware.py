"""What every API answer has: conditional reads, open CORS, limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from gazette.documents.models import LegalDocument
from portal.core import rate_limits
from portal.core.models.generations import ContentGeneration
from tests.factories.documents import LegalDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site", "reference_data")]

READS = [
    "/api/v1/news",
    "/api/v1/documents",
    "/api/v1/gazette/issues",
    "/api/v1/agencies",
    "/api/v1/agencies/UBND",
    "/api/v1/reference",
    "/api/v1/reference/document_types",
]


@pytest.mark.parametrize("address", READS)
def test_every_read_has_etag_and_date_and_is_304_when_unchanged(client, address):
    first = client.get(address)
    assert first.status_code == 200
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(address, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]


def test_the_etag_is_the_same_from_the_cache_and_for_a_reader_with_a_session(client, admin_client):
    LegalDocumentFactory()
    first, cached = client.get("/api/v1/documents"), client.get("/api/v1/documents")
    past_the_cache = admin_client.get("/api/v1/documents")
    assert first["ETag"] == cached["ETag"] == past_the_cache["ETag"]
    etag = {"if-none-match": first["ETag"]}
    assert admin_client.get("/api/v1/documents", headers=etag).status_code == 304


def test_a_change_is_seen_at_once(client):
    document = LegalDocumentFactory()
    first = client.get(f"/api/v1/documents/{document.pk}")
    document.summary = "Trích yếu mới"
    document.save()
    again = client.get(f"/api/v1/documents/{document.pk}", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert again.json()["title"] == "Trích yếu mới"
    assert again["ETag"] != first["ETag"]


def test_last_modified_of_a_list_is_when_content_last_changed_or_the_day_that_changed_a_status(client):
    document = LegalDocumentFactory()
    changed = datetime(2021, 1, 1, tzinfo=UTC)
    LegalDocument.objects.update(updated_at=changed - timedelta(days=1))
    ContentGeneration.objects.update(raised_at=changed)
    cache.clear()
    assert client.get("/api/v1/documents")["Last-Modified"] == http_date(changed.timestamp())
    today = timezone.localdate()
    LegalDocument.objects.filter(pk=document.pk).update(effective_on=today)
    cache.clear()
    modified = parse_http_date(client.get("/api/v1/documents")["Last-Modified"])
    assert timezone.localdate(datetime.fromtimestamp(modified, tz=UTC)) == today


def test_a_withdrawal_is_seen_by_a_client_that_asks_by_date(client):
    """What is left in the list is as old as before: only the moment of the withdrawal tells the client."""
    LegalDocumentFactory()
    withdrawn = LegalDocumentFactory()
    long_ago = datetime(2021, 1, 1, tzinfo=UTC)
    LegalDocument.objects.update(updated_at=long_ago)
    ContentGeneration.objects.update(raised_at=long_ago)
    cache.clear()
    known = client.get("/api/v1/documents")["Last-Modified"]
    withdrawn.live = False
    withdrawn.save()
    again = client.get("/api/v1/documents", headers={"if-modified-since": known})
    assert again.status_code == 200
    assert len(again.json()["results"]) == 1


@pytest.mark.parametrize("address", READS)
def test_head_tells_what_get_would(client, address):
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Last-Modified"]) == (get["ETag"], get["Last-Modified"])


@pytest.mark.parametrize("address", ["/api/v1/documents", "/api/v1/khong-co", "/api/v1/documents?x=1"])
def test_every_site_may_read(client, address):
    response = client.get(address, headers={"origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]


def test_a_browsers_preflight_is_answered(client):
    response = client.options("/api/v1/documents", headers={"access-control-request-method": "GET"})
    assert response.status_code == 204
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("address", "methods"),
    [
        ("/api/v1/drafts/khong-co/comments", {"GET", "POST", "HEAD", "OPTIONS"}),
        ("/api/v1/signatures/check", {"POST", "OPTIONS"}),
    ],
)
def test_a_browser_may_post_where_posts_are_taken(client, address, methods):
    response = client.options(address, headers={"access-control-request-method": "POST"})
    assert response.status_code == 204
    assert set(response["Access-Control-Allow-Methods"].split(", ")) == methods
    assert "Idempotency-Key" in response["Access-Control-Allow-Headers"]


def test_requests_past_the_limit_are_refused_until_the_minute_is_over(client, settings, monkeypatch):
    settings.RATE_LIMIT = 3
    now = 1_800_000_015.0
    monkeypatch.setattr(rate_limits.time, "time", lambda: now)
    # The second and third come from the page cache: they count all the same, and carry their own numbers.
    remaining = [client.get("/api/v1/documents")["RateLimit-Remaining"] for _attempt in range(3)]
    assert remaining == ["2", "1", "0"]
    refused = client.get("/api/v1/documents")
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert (refused["Retry-After"], refused["RateLimit-Policy"]) == ("45", "3;w=60")
    assert refused["RateLimit-Limit"] == "3"
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert refused.json()["status"] == 429
    assert client.get("/van-ban/").status_code == 200
    now += 45
    assert client.get("/api/v1/documents").status_code == 200


@pytest.fixture
def one_minute(monkeypatch):
    """Keep the clock from beginning a new minute, with new allowances, in the middle of a test."""
    monkeypatch.setattr(rate_limits.time, "time", lambda: 1_800_000_015.0)


@pytest.mark.usefixtures("one_minute")
def test_each_address_has_its_own_allowance_and_a_forged_header_gives_none(client, settings):
    settings.RATE_LIMIT = 1
    assert client.get("/api/v1/news", REMOTE_ADDR="10.0.0.1").status_code == 200
    assert client.get("/api/v1/news", REMOTE_ADDR="10.0.0.2").status_code == 200
    assert client.get("/api/v1/news", REMOTE_ADDR="10.0.0.1").status_code == 429
    forged = client.get("/api/v1/news", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "10.9.9.9"})
    assert forged.status_code == 429


@pytest.mark.usefixtures("one_minute")
def test_one_ipv6_network_is_one_reader(client, settings):
    settings.RATE_LIMIT = 1
    assert client.get("/api/v1/news", REMOTE_ADDR="2001:db8:1:2::1").status_code == 200
    assert client.get("/api/v1/news", REMOTE_ADDR="2001:db8:1:2:ffff::9").status_code == 429
    assert client.get("/api/v1/news", REMOTE_ADDR="2001:db8:1:3::1").status_code == 200
    assert client.get("/api/v1/news", REMOTE_ADDR="").status_code == 200


def test_no_limit_means_no_headers(client, settings):
    settings.RATE_LIMIT = 0
    assert "RateLimit-Limit" not in client.get("/api/v1/documents")


def test_a_reader_known_to_the_site_gets_the_same_public_records(client):
    editor = get_user_model().objects.create_superuser("bien-tap", "a@example.org", "mat-khau-dai-lam")
    LegalDocumentFactory(
        live=False, first_published_at=None, issued_on=timezone.localdate() - timedelta(days=1)
    )
    client.force_login(editor)
    assert client.get("/api/v1/documents").json()["count"] == 0
