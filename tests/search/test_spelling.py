"""Did you mean: slips of typing, keys of a keyboard, diacritics that are missing or wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from search import outbox
from search.keyboards import decoded
from tests.search.conftest import Shelf

SLIPS = {
    "quyeets ddinhj gias ddaats": "quyết định giá đất",
    "quye61t d9i5nh gia1 d9a61t": "quyết định giá đất",
    "quyet dinh gia dat": "quyết định giá đất",
    "quyêt đinh giá đât": "quyết định giá đất",
    "quyết đinh giá đất": "quyết định giá đất",
    "quyets định giá đất": "quyết định giá đất",
    "quyết địnhh giá đất": "quyết định giá đất",
}


@pytest.fixture
def library(shelf: Shelf) -> Shelf:
    shelf.add("Quyết định về giá đất", text="Quyết định này quy định giá đất năm 2026.")
    shelf.add("Bảng giá đất", text="Kèm theo quyết định giá đất của tỉnh")
    shelf.add("Kinh tế gia đình", text="Gia đình đạt chuẩn, gia đạt")
    return shelf


@pytest.mark.parametrize("slip", SLIPS)
def test_slip_is_put_right(library: Shelf, ask: Callable[..., Any], client: Client, slip: str) -> None:
    response = ask(slip)
    assert response.context["answer"].suggestion == SLIPS[slip]
    html = response.content.decode()
    assert "Có phải bạn muốn tìm" in html
    assert client.get(response.context["suggestion_url"]).context["answer"].count >= 2
    assert client.get("/api/v1/search", {"q": slip}).json()["suggestion"] == SLIPS[slip]


@pytest.mark.parametrize(
    "good", ["quyết định giá đất", "Giá ĐẤT", "24/2021/QĐ-UBND", "giá", "-giá", "xyzzy", ""]
)
def test_nothing_is_suggested_where_nothing_is_wrong(
    library: Shelf, ask: Callable[..., Any], good: str
) -> None:
    response = ask(good)
    answer = response.context.get("answer")
    assert answer is None or answer.suggestion is None
    assert "Có phải bạn muốn tìm" not in response.content.decode()


def test_suggestion_keeps_the_filters(library: Shelf, ask: Callable[..., Any]) -> None:
    response = ask("gia dat", kind="document", page_size=5)
    assert response.context["suggestion_url"].endswith("&kind=document&page_size=5")


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("quyeets", "quyết"), ("ddinhj", "định"), ("dduwowcj", "được"), ("truwowngf", "trường"), ("huyeenj", "huyện"),
        ("hoaf", "hòa"), ("quys", "quý"), ("xaay", "xây"), ("d9u7o7c5", "được"), ("thue61", "thuế"),
        ("report", ""), ("ubnd", ""), ("va", ""), ("định", ""), ("s" * 5000, ""),
    ],
)  # fmt: skip
def test_keys_make_a_syllable_or_nothing(keys: str, syllable: str) -> None:
    assert decoded(keys) == syllable


def test_suggestions_while_typing(library: Shelf, client: Client) -> None:
    outbox.drain()
    for path in ("/tim-kiem/goi-y/", "/api/v1/search/suggest"):
        assert client.get(path, {"q": "bang gi"}).status_code == 200
    text, titles, kinds, paths = client.get("/tim-kiem/goi-y/", {"q": "bang gi"}).json()
    assert (text, titles, kinds, paths) == ("bang gi", ["Bảng giá đất"], ["Văn bản"], ["/sach/bang-gia-dat/"])
    assert client.get("/tim-kiem/goi-y/").json() == ["", [], [], []]


def test_suggestions_of_an_engine_that_is_down_are_an_outage(shelf: Shelf, client: Client) -> None:
    assert client.get("/tim-kiem/goi-y/", {"q": "giá"}).status_code == 503
