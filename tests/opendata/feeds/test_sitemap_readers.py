"""A client of sitemaps on a running site, which shares the test's connection: SQLite in memory allows it."""

from __future__ import annotations

import pytest
from usp.tree import sitemap_tree_for_homepage

from tests.factories.documents import many_documents
from tests.opendata.serving import served

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def test_a_parser_of_sitemaps_reads_the_running_site(settings):
    documents = many_documents(12)
    with served() as address:
        settings.SITE_URL = address
        pages = {
            page.url: page for page in sitemap_tree_for_homepage(address, use_known_paths=False).all_pages()
        }
    for document in documents:
        moment = pages[f"{address}/van-ban/{document.pk}/{document.slug}/"].last_modified
        assert abs(moment.timestamp() - document.updated_at.timestamp()) < 1
    assert len(pages) > 30
