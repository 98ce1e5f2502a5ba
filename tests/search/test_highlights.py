"""Marks are found in texts of any form, and looking for them stays cheap."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from search.highlights import Marker
from search.query import SearchQuery, Synonym

_WORDS = st.lists(
    st.sampled_from(["giá", "đất", "gia", "dat", "Hoà", "HÒA", "bình", "24/2021", "–", "<b>"]), max_size=30
)


@given(_WORDS)
def test_only_marks_are_added(words: list[str]) -> None:
    (passage, *_rest) = Marker(SearchQuery.parse("giá đất hòa")).passages(" ".join(words)) or ("",)
    plain = str(passage).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert str(passage).count("<mark>") == str(passage).count("</mark>")


def test_what_stands_for_words_is_marked_as_one() -> None:
    query = SearchQuery(
        text="bhxh",
        terms=SearchQuery.parse("bhxh").terms,
        synonyms=(Synonym(("bhxh",), ("bảo hiểm xã hội",)),),
    )
    (passage,) = Marker(query).passages("Đóng bảo hiểm – xã hội, bảo hiểm y tế")
    assert passage == "Đóng <mark>bảo hiểm – xã hội</mark>, bảo hiểm y tế"


def test_a_long_text_is_looked_through_quickly() -> None:
    text = "Trong trường hợp này thì cơ quan có thẩm quyền xem xét quyết định. " * 2000
    marker = Marker(SearchQuery.parse("cơ quan thẩm quyền"))
    marker.passages(text)
    start = time.perf_counter()
    assert marker.passages(text + "x")
    assert time.perf_counter() - start < 0.5
