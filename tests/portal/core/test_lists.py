"""Paging of lists."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.test import RequestFactory

from gazette.documents.models import LegalDocument
from portal.core.lists import ListPage
from tests.factories.documents import many_documents

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def page(query="", page_size=20):
    request = RequestFactory().get(f"/van-ban/?{query}")
    return ListPage(LegalDocument.objects.order_by("-listed_on", "-id"), request, page_size=page_size)


def test_the_pages_together_hold_every_row_once_in_order():
    many_documents(45)
    shown = [row.pk for number in (1, 2, 3) for row in page(f"page={number}")]
    assert shown == list(LegalDocument.objects.values_list("pk", flat=True))
    assert (page().count, page().num_pages) == (45, 3)
    assert [page(f"page={n}").start_index for n in (1, 2, 3)] == [1, 21, 41]
    assert page("page=3").end_index == 45


def test_an_empty_list_has_one_page():
    empty = page()
    assert (empty.count, empty.num_pages, len(empty), empty.has_next, empty.has_previous) == (
        0,
        1,
        0,
        False,
        False,
    )


@pytest.mark.parametrize("number", ["0", "4", "-1", "x", "1.0", "٣", "9" * 40, ""])
def test_a_page_that_is_not_there_is_not_found(number):
    many_documents(45)
    if number == "":
        with pytest.raises(Http404):
            page("page=")
        return
    with pytest.raises(Http404):
        page(f"page={number}")


def test_links_keep_filters_and_show_gaps():
    many_documents(45)
    last = page("type=a&type=b&q=&page=9", page_size=5)
    assert last.previous_url == "/van-ban/?type=a&type=b&page=8"
    assert last.url(1) == "/van-ban/?type=a&type=b"
    assert [link.number or "…" for link in last.links] == [1, "…", 7, 8, 9]
    assert [link.number for link in last.links if link.is_current] == [9]
