"""How text becomes the words of an index."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from search import vietnamese
from search.engines.analysis import MAX_WORD, Words, pair, syllables

_LETTERS = st.text(
    st.sampled_from("aăâbđdĐÐeêiouưyàảãáạqúýgìòaÁ\u0301\u0323\u0302 \n\t\xa0\u200b\xad\x1c\x1f_-./,;5«ßﬁ²١中")
)


def _simply(text: str) -> list[tuple[str, str]]:
    """Cut without remembering anything: what the fast way must come to."""
    cut = re.compile(r"[^\W_]+")
    words = [word for word in cut.findall(vietnamese.normalize(text)) if len(word) <= MAX_WORD]
    both = [
        ("".join(cut.findall(vietnamese.fold(word))), "".join(cut.findall(vietnamese.canonical(word))))
        for word in words
    ]
    return [(folded, written) for folded, written in both if folded and written]


@given(st.one_of(_LETTERS, st.text()))
@example("Điều 5.\nGiá đất/m² (2024–2025)")
@example("a\x1cb c\x1d\x1fd")
@example("a" * (MAX_WORD + 1) + " b")
@example("b" * 500 + ". c")
def test_words_are_cut_as_if_every_text_were_new(text: str) -> None:
    assert syllables(text) == _simply(text)


@given(_LETTERS)
def test_pairs_are_those_of_neighbours(text: str) -> None:
    words = Words.of(text)
    assert words.pairs.split() == [pair(*side) for side in pairwise(words.folded.split())]


@given(st.lists(_LETTERS, max_size=4))
def test_texts_that_follow_each_other_are_one(texts: list[str]) -> None:
    joined, whole = Words.joined(map(Words.of, texts)), Words.of("\n".join(texts))
    assert (joined.folded, joined.written, joined.pairs) == (whole.folded, whole.written, whole.pairs)
