"""The difference of two wordings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gazette.documents.differences import Operation, difference, new_text, old_text

TEXTS = st.lists(
    st.sampled_from(["Ủy ban", "nhân dân", " ", "\n", "1. ", "huyện", "xã", ",", "\r", "\t", "đ)", "\u2028"]),
    max_size=40
).map("".join) | st.text(max_size=80)  # fmt: skip


@given(TEXTS, TEXTS)
def test_both_wordings_can_be_put_together_again(old, new):
    pieces = difference(old, new)
    assert (old_text(pieces), new_text(pieces)) == (old, new)
    assert all(piece.text for piece in pieces)


def test_only_the_changed_words_are_marked():
    pieces = difference(
        "1. Ủy ban nhân dân cấp huyện quyết định.\n2. Giữ nguyên.",
        "1. Ủy ban nhân dân cấp xã quyết định.\n2. Giữ nguyên."
    )  # fmt: skip
    assert [(p.operation, p.text.strip()) for p in pieces if p.operation is not Operation.EQUAL] == [
        (Operation.DELETE, "huyện"),
        (Operation.INSERT, "xã"),
    ]


def test_very_long_lines_are_compared_too():
    old, new = "từ " * 30_000 + "cũ", "từ " * 30_000 + "mới"
    pieces = difference(old, new)
    assert (old_text(pieces), new_text(pieces)) == (old, new)
    assert pieces[0].operation is Operation.EQUAL


def test_equal_wordings_are_one_piece():
    assert [piece.operation for piece in difference("a\nb", "a\nb")] == [Operation.EQUAL]
