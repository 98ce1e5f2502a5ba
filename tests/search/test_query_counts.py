"""The search page asks the database nothing that grows with the index."""

from __future__ import annotations

import pytest

from search import outbox
from tests.factories.documents import many_documents
from tests.helpers import assert_max_queries

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site", "index_dir")]


@pytest.mark.parametrize("rows", [20, 2_000])
def test_the_search_page_stays_within_its_budget(client, rows):
    many_documents(rows)
    outbox.drain(10_000)
    client.get("/tim-kiem/", {"q": "van ban"})
    for query in ("q=van+ban+so", "q=1/BC-UBND", "q=van+ban&year=2021&kind=document&page=1", ""):
        with assert_max_queries(6):
            assert client.get(f"/tim-kiem/?{query}").status_code == 200
