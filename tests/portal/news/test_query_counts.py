"""Query budgets of news: the same for 20 and for 20,000 items."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from portal.news.models import NewsPage
from tests.factories.agencies import AgencyFactory
from tests.factories.core import PortalImageFactory
from tests.factories.news import NewsCategoryFactory, many_news
from tests.helpers import assert_max_queries

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]

LISTS = [
    "/tin-tuc/",
    "/tin-tuc/?page=2",
    "/tin-tuc/?q=tin",
    "/tin-tuc/kinh-te/",
    "/tin-tuc/?agency=SNN&category=kinh-te&published_from=2024-01-01",
]


def asked(address, reader):
    return QueryDict(address.partition("?")[2]).dict() | {"nguoi-doc": reader}


@pytest.mark.parametrize("rows", [40, 20_000])
def test_pages_stay_within_their_budget(client, rows):
    category, agency = NewsCategoryFactory(code="kinh-te"), AgencyFactory(code="SNN")
    image = PortalImageFactory()
    many_news(rows, category=category, agency_id=agency.pk, cover_image_id=image.pk)
    article = NewsPage.objects.first().url
    for address in [*LISTS, article, "/"]:
        # The first reader of a new site makes its settings and the copies of images, the second the counts.
        for warming in ("1", "2"):
            client.get(address, asked(address, warming))
        # Another address for the page cache, the same page for everybody else.
        with assert_max_queries(12):
            assert client.get(address, asked(address, "3")).status_code == 200
