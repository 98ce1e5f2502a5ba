"""Words that only frame a question neither find nor weigh."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.engines.analysis import syllables
from search.question_frames import without_frames
from tests.search.conftest import Shelf


@pytest.mark.parametrize(
    ("asked", "about"),
    [
        ("mất thẻ căn cước làm sao", "mất thẻ căn cước"),
        ("mat the can cuoc ntn", "mat the can cuoc"),
        ("Cho em hỏi đăng ký khai sinh cần những gì?", "đăng ký khai sinh"),
        ("tôi muốn hỏi hộ khẩu là gì", "hộ khẩu"),
        # Written otherwise, it is something else.
        ("thề nào", "thề nào"),
        ("lâm sao", "lâm sao"),
        # Nothing but a frame is what was asked for.
        ("như thế nào", "như thế nào"),
        ("", ""),
    ],
)
def test_what_a_question_is_about_remains(asked: str, about: str) -> None:
    assert without_frames(syllables(asked)) == syllables(about)


@pytest.mark.django_db
def test_a_framed_question_finds_what_it_is_about(shelf: Shelf, titles: Callable[..., list[str]]) -> None:
    shelf.add("Cấp lại thẻ căn cước", text="Công dân bị mất thẻ căn cước đến công an xã.")
    shelf.add("Sổ tay hỏi đáp", text="Làm sao, như thế nào.")
    assert titles("mất thẻ căn cước làm sao") == ["Cấp lại thẻ căn cước"]
    assert titles('"làm sao"') == ["Sổ tay hỏi đáp"]
    assert titles("như thế nào") == ["Sổ tay hỏi đáp"]
