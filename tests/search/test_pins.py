"""Pages that editors pin to a query stand first, whatever the words say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from search.models import PinnedResult
from tests.search.conftest import Shelf


def test_pinned_page_stands_first_for_its_query_in_any_spelling(
    shelf: Shelf, ask: Callable[..., Any], client: Client
) -> None:
    shelf.add("Giá đất", number="1/2021/QĐ-UBND", text="Bảng giá", url="/van-ban/1/gia-dat/")
    shelf.add("Bảng tra cứu của tỉnh", url="/bang-tra-cuu/")
    PinnedResult.objects.create(
        queries="Giá đất\n1/2021/QĐ-UBND", path="https://example.vn/en/bang-tra-cuu/?a=1#b"
    )
    for query in ("giá đất", "GIA DAT", "1/2021/qd-ubnd"):
        response = ask(query)
        assert next(hit.title for hit in response.context["answer"].hits) == "Bảng tra cứu của tỉnh", query
        assert "Được chọn cho câu tìm kiếm này" in response.content.decode()
    found = client.get("/api/v1/search", {"q": "giá đất"}).json()
    assert [hit["title"] for hit in found["results"]] == ["Bảng tra cứu của tỉnh", "Giá đất"]
    assert found["count"] == 2
    assert [hit.title for hit in ask("giá nhà").context["answer"].hits] == []
    passages = client.get("/api/v1/search", {"q": "giá đất", "unit": "passage"}).json()
    assert passages["count"] == 1


def test_several_pins_keep_their_order_and_filters_hold(shelf: Shelf, ask: Callable[..., Any]) -> None:
    for number in range(3):
        shelf.add(f"Trang {number}", url=f"/trang-{number}/", type_code="x" if number else "y")
        PinnedResult.objects.create(queries="học phí", path=f"/trang-{number}/", sort_order=10 - number)
    assert [hit.title for hit in ask("học phí").context["answer"].hits] == ["Trang 2", "Trang 1", "Trang 0"]
    assert [hit.title for hit in ask("học phí", type="y").context["answer"].hits] == ["Trang 0"]


@pytest.mark.parametrize(("queries", "path"), [("giá đất", "tin tức"), (" \n?", "/x/"), ("giá", "")])
def test_pin_without_a_page_or_a_query_is_refused(db: None, queries: str, path: str) -> None:
    with pytest.raises(ValidationError):
        PinnedResult(queries=queries, path=path).full_clean()
