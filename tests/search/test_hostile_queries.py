"""Whatever is typed is answered, and costs no more than an ordinary query."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from search.query import MAX_LENGTH, MAX_WORDS, SearchQuery
from tests.search.conftest import Shelf

HOSTILE = [
    '"',
    '"""',
    '"giá',
    'giá" đất "',
    '-"',
    "-",
    "--",
    "-----giá",
    "-giá -đất",
    '""',
    '" "',
    '"-" -"-"',
    "*",
    "g*",
    "?",
    "giá~2",
    "giá^9999999",
    "title:giá",
    "title_folded:[a TO z]",
    "(a|b)*+.*{1,99999}",
    "(((((((",
    "AND OR NOT",
    "giá AND (đất OR",
    "\\",
    "\x00\x01\x1f giá",
    "\u202egiá\u200b",
    "%00%0a",
    "'; DROP TABLE search_outboxentry; --",
    "{{ 7*7 }}",
    "a" * 100_000,
    "giá " * 50_000,
    "-giá " * 5_000,
    '"' * 50_000,
    "1/" * 5_000,
    " ".join(f"{number}/2021/QĐ-UBND" for number in range(5_000)),
    "\u0301" * 10_000,
    "é\u0301\u0302" * 2_000,
    "😀 giá 🏛️",
    "中文 ไทย हिन्दी",
    "½ ² ﬁ ß İ",
    "/../../etc/passwd",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_query_is_answered(shelf: Shelf, ask: Callable[..., Any], text: str) -> None:
    shelf.add("Giá đất", number="24/2021/QĐ-UBND", text="Bảng giá đất " * 50)
    assert ask(text).status_code == 200


def test_wildcard_finds_no_more_than_its_letters(shelf: Shelf, ask: Callable[..., Any]) -> None:
    shelf.add("Giá đất")
    assert ask("gi*").context["answer"].count == 0


def test_long_query_is_shortened_and_the_page_says_so(shelf: Shelf, ask: Callable[..., Any]) -> None:
    shelf.add("Giá đất")
    response = ask("giá đất " * 100)
    assert response.context["query"].is_shortened
    assert "quá dài" in response.content.decode()


@pytest.mark.parametrize("text", ["giá " * 100_000, "\u0301" * 300_000, '-"' * 100_000, "1 2/" * 100_000])
def test_parsing_is_bounded(text: str) -> None:
    start = time.perf_counter()
    query = SearchQuery.parse(text)
    assert query.number_keys is not None
    assert time.perf_counter() - start < 1
    assert len(query.text) <= MAX_LENGTH
    assert len(query.terms) <= MAX_WORDS


def test_query_of_nothing_but_exclusions_lists_the_rest(shelf: Shelf, ask: Callable[..., Any]) -> None:
    shelf.add("Giá đất")
    shelf.add("Học phí")
    assert [hit.title for hit in ask("-giá").context["answer"].hits] == ["Học phí"]
