"""Query budgets of gazette issues: the same for 20 rows and for 20,000."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.factories.issues import many_issues
from tests.helpers import assert_max_queries

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ADDRESSES = [
    "/cong-bao/",
    "/cong-bao/?year=2026&number=5",
    "/cong-bao/?q=van+ban&sort=date",
    "/cong-bao/2026/",
    "/cong-bao/2026/17/",
]


@pytest.fixture(autouse=True)
def _settings_exist(client):
    """The very first request of a site makes its settings."""
    client.get("/cong-bao/")


@pytest.mark.parametrize("rows", [20, 20_000])
def test_pages_stay_within_their_budget(client, rows):
    many_issues(rows)
    for address in ADDRESSES:
        cache.clear()
        with assert_max_queries(10):
            assert client.get(address).status_code == 200


def test_an_issue_with_many_entries_stays_within_its_budget(client):
    [issue] = many_issues(1, entries=500)
    cache.clear()
    with assert_max_queries(10):
        assert client.get(issue.get_absolute_url()).status_code == 200
