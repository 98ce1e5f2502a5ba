"""What is found and what stands first, asked through the result page."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from search.enums import Kind
from tests.search.conftest import Shelf

Titles = Callable[..., list[str]]

SPELLINGS = [
    "quyết định giá đất",
    "Quyết định GIÁ ĐẤT",
    "quyet dinh gia dat",
    "QUYET DINH GIA DAT",
    unicodedata.normalize("NFD", "quyết định giá đất"),
    "quyết định   giá\u00a0đất",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_hides_a_hit(shelf: Shelf, titles: Titles, spelling: str) -> None:
    shelf.add("Quyết định về giá đất")
    shelf.add("QUYET DINH VE GIA DAT")
    shelf.add("Quyết định về học phí")
    assert set(titles(spelling)) == {"Quyết định về giá đất", "QUYET DINH VE GIA DAT"}


@pytest.mark.parametrize("spelling", ["hoà bình", "hòa bình", "hoa binh", "Hoà Bình"])
def test_tone_placement_does_not_matter(shelf: Shelf, titles: Titles, spelling: str) -> None:
    shelf.add("Tỉnh Hòa Bình")
    shelf.add("Thành phố Hoà Bình")
    assert set(titles(spelling)) == {"Tỉnh Hòa Bình", "Thành phố Hoà Bình"}


def test_decomposed_content_is_found(shelf: Shelf, titles: Titles) -> None:
    title = unicodedata.normalize("NFD", "Đắk Nông")
    shelf.add(title)
    assert titles("Đắk Nông") == titles("dak nong") == [title]


def test_match_with_diacritics_stands_above_match_without(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Gia đạt", text="gia đạt " * 30)
    shelf.add("Bảng giá", text="Một đoạn dài nói về nhiều việc, và sau cùng có nói đến giá đất ở nông thôn.")
    assert titles("giá đất") == ["Bảng giá", "Gia đạt"]


def test_title_counts_more_than_text(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Thông báo", text="Nội dung có nhắc đến học phí một lần.")
    shelf.add("Học phí năm học mới")
    assert titles("học phí") == ["Học phí năm học mới", "Thông báo"]


def test_neighbouring_syllables_stand_above_scattered_ones(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Thứ nhất", text="đất bán theo giá đã niêm yết ở xã")
    shelf.add("Thứ hai", text="bảng giá đất đã niêm yết ở các xã")
    assert titles("giá đất") == ["Thứ hai", "Thứ nhất"]


@pytest.mark.parametrize(
    "spelling",
    [
        "24/2021/QĐ-UBND",
        "24/2021/qd-ubnd",
        "24-2021-QĐ-UBND",
        "24 2021 qd ubnd",
        "quyết định 24/2021/QĐ-UBND",
    ],
)
def test_document_number_in_any_spelling_stands_first(shelf: Shelf, titles: Titles, spelling: str) -> None:
    for year in (2019, 2020, 2022):
        text = "Căn cứ Quyết định 24/2021/QĐ-UBND; theo Quyết định 24/2021/QĐ-UBND về giá đất."
        shelf.add(f"Quyết định năm {year}", number=f"24/{year}/QĐ-UBND", text=text * 3)
    shelf.add("Bảng giá đất", number="24/2021/QĐ-UBND")
    shelf.add("Quyết định 24/2021/QĐ-UBND được nhắc lại", text="24/2021/QĐ-UBND " * 20)
    assert titles(spelling)[0] == "Bảng giá đất"


def test_beginning_of_a_number_finds_the_numbers_that_begin_so(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Đúng", number="24/2021/QĐ-UBND")
    shelf.add("Khác", number="240/2021/QĐ-UBND", text="24 việc năm 2021")
    assert titles("24/2021")[0] == "Đúng"


def test_quoted_words_are_a_phrase(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Một", text="thủ tục hành chính")
    shelf.add("Hai", text="hành vi vi phạm thủ tục và chính sách")
    assert titles('"thủ tục hành chính"') == ["Một"]
    assert titles('"thu tuc hanh chinh"') == ["Một"]
    assert titles("“hành chính”") == ["Một"]
    assert titles('"hành chính thủ tục"') == []


def test_minus_excludes_a_word_or_a_phrase(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Giá đất ở")
    shelf.add("Giá thuê đất")
    shelf.add("Giá đất đạt chuẩn")
    assert set(titles("giá đất -thuê")) == {"Giá đất ở", "Giá đất đạt chuẩn"}
    assert set(titles("gia dat -thue")) == {"Giá đất ở", "Giá đất đạt chuẩn"}
    assert titles('giá đất -"giá đất"') == ["Giá thuê đất"]
    assert set(titles("giá -chuẩn")) == {"Giá đất ở", "Giá thuê đất"}


def test_excluded_word_means_the_diacritics_it_was_typed_with(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Chuẩn đạt")
    shelf.add("Chuẩn đất")
    assert titles("chuẩn -đất") == ["Chuẩn đạt"]


def test_hyphen_within_a_word_excludes_nothing(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Kế hoạch kinh tế - xã hội")
    assert titles("kinh tế - xã hội") == titles("kinh tế-xã hội") == ["Kế hoạch kinh tế - xã hội"]


def test_all_words_of_a_short_query_must_be_there(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Giá đất")
    shelf.add("Giá điện")
    assert titles("giá đất") == ["Giá đất"]


def test_a_sentence_is_answered_though_some_words_are_missing(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Lao động nữ được nghỉ thai sản sáu tháng")
    shelf.add("Giá đất ở nông thôn")
    question = "Xin hỏi lao động nữ được nghỉ thai sản mấy tháng ạ"
    assert titles(question) == ["Lao động nữ được nghỉ thai sản sáu tháng"]


def test_words_of_agency_and_summary_are_found(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Thông báo", agency_name="Sở Tài chính", summary="Về việc công khai ngân sách")
    assert titles("tài chính ngân sách") == ["Thông báo"]


def kinds_of(response: Any) -> list[dict[str, Any]]:
    return next(facet["options"] for facet in response.context["facets"] if facet["name"] == "kind")


def test_kinds_filter_and_their_counts_ignore_the_selection(shelf: Shelf, ask: Callable[..., Any]) -> None:
    shelf.add("Giá đất một", kind=Kind.NEWS)
    shelf.add("Giá đất hai", kind=Kind.NEWS)
    shelf.add("Giá đất ba", kind=Kind.DOCUMENT)
    shelf.add("Học phí", kind=Kind.GAZETTE)
    response = ask("giá đất", kind=["document"])
    assert [hit.title for hit in response.context["answer"].hits] == ["Giá đất ba"]
    options = {option["value"]: option["count"] for option in kinds_of(response)}
    assert options == {"news": 2, "document": 1}
    both = ask("giá đất", kind=["document", "news"])
    assert both.context["answer"].count == 3
    assert {option["value"]: option["count"] for option in kinds_of(both)} == options


def test_kind_without_words_lists_all_of_it(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Một", kind=Kind.NEWS)
    shelf.add("Hai", kind=Kind.DOCUMENT)
    assert titles(kind="news") == ["Một"]


def test_hits_sort_by_date_with_undated_ones_last(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Giá cũ", date=date(2019, 5, 1))
    shelf.add("Giá không ngày")
    shelf.add("Giá mới", date=date(2026, 1, 2))
    assert titles("giá", sort="-date") == ["Giá mới", "Giá cũ", "Giá không ngày"]
    assert titles("giá", sort="date") == ["Giá cũ", "Giá mới", "Giá không ngày"]


def test_keywords_mean_all_of_them_unless_nothing_has_them_all(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Học phí trường mầm non")
    shelf.add("Trường tiểu học")
    assert titles("học phí mầm non") == ["Học phí trường mầm non"]
    assert titles("học phí đại học") == ["Học phí trường mầm non", "Trường tiểu học"]


def test_a_question_is_answered_by_what_shares_some_of_its_words(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Đăng ký thường trú")
    shelf.add("Cấp lại thẻ căn cước")
    assert titles("mất thẻ thì sao?") == ["Cấp lại thẻ căn cước"]
    assert titles("mất thẻ") == []


def test_a_number_that_nobody_gave_finds_nothing(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Bảng giá đất", number="24/2021/QĐ-UBND")
    assert titles("99/2021/QĐ-UBND") == []


def test_a_list_by_date_holds_hits_with_all_words_only(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Học phí trường mầm non")
    assert titles("học phí đại học", sort="-date") == []
