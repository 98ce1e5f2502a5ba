"""The result page: markup, paging, empty answers and outages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from search import outbox
from search.engines import get_engine
from tests.search.conftest import Shelf

Ask = Callable[..., Any]


def marked(response: Any) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", response.content.decode())


def test_page_without_a_query_explains_how_to_search(shelf: Shelf, ask: Ask) -> None:
    response = ask()
    assert response.status_code == 200
    assert "Cách tìm" in response.content.decode()


def test_hit_shows_its_link_number_agency_and_passage(shelf: Shelf, ask: Ask) -> None:
    shelf.add("Bảng giá đất", number="24/2021/QĐ-UBND", agency_name="UBND tỉnh", url="/van-ban/7/bang-gia/")
    html = ask("giá đất").content.decode()
    assert 'href="/van-ban/7/bang-gia/"' in html
    assert "24/2021/QĐ-UBND" in html
    assert "UBND tỉnh" in html


def test_part_of_a_record_is_linked_to_its_anchor(shelf: Shelf, ask: Ask) -> None:
    shelf.add("Điều 5. Giá đất", url="/van-ban/7/", unit="dieu-5")
    assert 'href="/van-ban/7/#dieu-5"' in ask("giá đất").content.decode()


def test_english_page_links_to_english_addresses(shelf: Shelf, client: Client) -> None:
    shelf.add("Giá đất", url="/van-ban/7/")
    outbox.drain()
    response = client.get("/en/tim-kiem/", {"q": "giá đất"})
    assert 'href="/en/van-ban/7/"' in response.content.decode()


def test_neighbouring_found_words_share_one_mark(shelf: Shelf, ask: Ask) -> None:
    shelf.add("Thông báo", text="Về việc công bố giá đất ở nông thôn và giá điện.")
    assert marked(ask("gia dat")) == ["giá đất", "giá"]


def test_found_number_is_marked_as_one(shelf: Shelf, ask: Ask) -> None:
    shelf.add("Thông báo", text="Theo Báo cáo số 63/BC-VPUBND của Văn phòng.")
    assert marked(ask("63 bc vpubnd")) == ["63/BC-VPUBND"]


def test_word_typed_with_diacritics_is_marked_only_so(shelf: Shelf, ask: Ask) -> None:
    shelf.add("Thông báo", text="Đất đai phải đạt yêu cầu về đất ở.")
    assert marked(ask("đất")) == ["Đất", "đất"]


def test_decomposed_text_is_marked_in_its_place(shelf: Shelf, ask: Ask) -> None:
    shelf.add("Thông báo", text="Bảng gia\u0301 \u0111a\u0302\u0301t của tỉnh")
    assert len(marked(ask("giá đất"))) >= 1


def test_passage_is_cut_around_what_was_found(shelf: Shelf, ask: Ask) -> None:
    shelf.add("Thông báo", text="mở đầu " * 200 + "đoạn có giá đất ở giữa " + "kết thúc " * 200)
    html = ask("giá đất").content.decode()
    assert "<mark>giá đất</mark>" in html
    assert html.count("mở đầu") < 30


def test_content_and_query_are_escaped(shelf: Shelf, ask: Ask) -> None:
    evil = "<script>alert(1)</script>"
    shelf.add(f"Giá {evil}", text=f"giá <b>đất</b> {evil} & hơn", summary=f"đất {evil}", number=evil)
    html = ask(f'giá "{evil}').content.decode()
    assert evil not in html
    assert "<b>" not in html
    html = ask("giá").content.decode()
    assert evil not in html
    assert "<mark>giá</mark> &lt;b&gt;đất" in html
    assert escape(evil) in html


def test_nothing_found_says_so_with_advice(shelf: Shelf, ask: Ask) -> None:
    shelf.add("Giá đất")
    response = ask("không hề có")
    assert response.status_code == 200
    assert "Không tìm thấy kết quả nào" in response.content.decode()


def test_pages_follow_each_other_without_gap_or_repetition(shelf: Shelf, ask: Ask) -> None:
    for position in range(45):
        shelf.add(f"Giá đất {position}")
    first = ask("giá đất")
    assert first.context["answer"].count == 45
    assert first.context["page"].num_pages == 3
    assert "?q=gi%C3%A1+%C4%91%E1%BA%A5t&amp;page=2" in first.content.decode()
    seen = [hit.title for page in (1, 2, 3) for hit in ask("giá đất", page=page).context["answer"].hits]
    assert len(seen) == len(set(seen)) == 45
    assert len(ask("giá đất", page_size=100).context["answer"].hits) == 45


@pytest.mark.parametrize("page", ["4", "900"])
def test_page_past_the_end_is_not_found(shelf: Shelf, ask: Ask, page: str) -> None:
    shelf.add("Giá đất")
    assert ask("giá đất", page=page).status_code == 404


@pytest.mark.parametrize(
    "params",
    [
        {"kind": "nothing"},
        {"sort": "size"},
        {"page": "0"},
        {"page": "x"},
        {"page_size": "101"},
        {"page": "9" * 40},
    ],
)
def test_bad_parameter_is_refused_with_a_sentence(shelf: Shelf, ask: Ask, params: dict[str, str]) -> None:
    response = ask("giá đất", **params)
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_answer_is_never_kept_by_a_cache(shelf: Shelf, ask: Ask) -> None:
    assert ask("giá").headers["Cache-Control"].count("no-store") == 1


def test_missing_index_is_an_outage(shelf: Shelf, client: Client) -> None:
    response = client.get("/tim-kiem/", {"q": "giá"})
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "Không tìm thấy" not in response.content.decode()
    assert "tạm ngừng" in response.content.decode()


def test_damaged_index_is_an_outage_until_it_is_rebuilt(shelf: Shelf, ask: Ask, index_dir: Path) -> None:
    shelf.add("Giá đất")
    assert ask("giá").status_code == 200
    for file in index_dir.glob("*/meta.json"):
        file.write_text("{", encoding="ascii")
    assert ask("giá").status_code == 503


def test_queries_do_not_grow_with_the_hits(
    shelf: Shelf, ask: Ask, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for position in range(60):
        shelf.add(f"Giá đất {position}")
    ask("giá đất")
    for page_size in (5, 100):
        with django_assert_max_num_queries(6):
            client.get("/tim-kiem/", {"q": "giá đất", "page_size": page_size})


def test_change_is_seen_by_the_very_next_query(shelf: Shelf, ask: Ask) -> None:
    for position in range(5):
        shelf.add(f"Giá {position}")
        assert ask("giá").context["answer"].count == position + 1
    assert get_engine().status().entry_count == 5
