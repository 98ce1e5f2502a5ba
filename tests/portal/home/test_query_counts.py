"""Query budgets of the home page and of plain pages: the same for 20 rows of everything and for 20,000."""

from __future__ import annotations

import pytest

from portal.home.models import PlainPage
from tests.factories.core import PortalImageFactory
from tests.factories.documents import many_documents
from tests.factories.issues import many_issues
from tests.factories.news import many_news
from tests.helpers import assert_max_queries

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]


def check(client, address, budget):
    # The first reader makes the copies of images, the second the counts.
    for reader in ("1", "2"):
        client.get(address, {"nguoi-doc": reader})
    with assert_max_queries(budget):
        # Another address for the page cache, the same page for everybody else.
        assert client.get(address, {"nguoi-doc": "3"}).status_code == 200


@pytest.mark.parametrize("rows", [20, 20_000])
@pytest.mark.parametrize(("address", "budget"), [("/", 11), ("/en/", 12)])
def test_the_home_page_stays_within_its_budget(client, rows, address, budget):
    many_news(rows, cover_image_id=PortalImageFactory().pk)
    many_documents(rows)
    many_issues(rows)
    check(client, address, budget)


@pytest.mark.parametrize(("address", "budget"), [("/lien-he/", 9), ("/en/lien-he/", 12)])
def test_a_plain_page_stays_within_its_budget(client, address, budget):
    parent = PlainPage.objects.get(slug="lien-he")
    for number in range(30):
        parent.add_child(instance=PlainPage(title=f"Trang {number}", slug=f"trang-{number}"))
    check(client, address, budget)


def test_a_page_that_is_not_there_stays_within_its_budget(client):
    client.get("/khong-co-1/")
    with assert_max_queries(10):
        assert client.get("/khong-co-2/").status_code == 404
