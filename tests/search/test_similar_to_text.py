"""Records of a kind that are nearest to a text."""

from __future__ import annotations

import pytest

from search import outbox
from search.enums import Kind
from search.services import similar_to_text
from tests.search.conftest import Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions(shelf: Shelf) -> Shelf:
    for title, text in {
        "Thủ tục cấp lại thẻ căn cước": "Mất thẻ căn cước thì xin cấp lại ở công an xã.",
        "Mức đóng bảo hiểm y tế hộ gia đình": "Người thứ nhất đóng bằng 4,5 % mức lương cơ sở.",
        "Đăng ký khai sinh quá hạn": "Vẫn được đăng ký tại UBND cấp xã.",
    }.items():
        shelf.add(title, text=text, kind=Kind.QUESTION)
    shelf.add("Luật Căn cước", text="Thẻ căn cước bị mất được cấp lại.", kind=Kind.DOCUMENT)
    outbox.drain(100)
    return shelf


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tôi lỡ làm mất thẻ căn cước rồi thì xin ở đâu vậy", "Thủ tục cấp lại thẻ căn cước"),
        ("toi lam mat the can cuoc", "Thủ tục cấp lại thẻ căn cước"),
        ('con em chưa "khai sinh" -nay đã quá hạn thì sao?', "Đăng ký khai sinh quá hạn"),
    ],
)
def test_some_of_the_words_will_do(questions: Shelf, text: str, expected: str) -> None:
    found = similar_to_text(text, Kind.QUESTION, 2)
    assert found[0].title == expected
    assert {hit.kind for hit in found} == {Kind.QUESTION}


@pytest.mark.parametrize("text", ["", " - ", "?", '"', "…", "xyzzy"])
def test_nothing_is_like_a_text_without_a_known_word(questions: Shelf, text: str) -> None:
    assert similar_to_text(text, Kind.QUESTION, 2) == []


def test_a_long_text_is_read_by_its_beginning(questions: Shelf) -> None:
    found = similar_to_text("mất thẻ căn cước " * 500, Kind.QUESTION, 1)
    assert [hit.title for hit in found] == ["Thủ tục cấp lại thẻ căn cước"]
