"""Synonyms that editors keep: they find and mark what they stand for, from the next search on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from search.models import SynonymGroup
from search.synonyms import shipped
from tests.search.conftest import Shelf

Titles = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def _no_groups(db: None) -> None:
    SynonymGroup.objects.all().delete()


def test_abbreviation_and_full_name_find_each_other(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Thông báo của UBND tỉnh")
    shelf.add("Thông báo của Ủy ban nhân dân tỉnh")
    shelf.add("Thông báo của tỉnh")
    assert titles("thông báo ubnd tỉnh") == ["Thông báo của UBND tỉnh"]
    SynonymGroup.objects.create(terms="UBND, Ủy ban nhân dân")
    both = ["Thông báo của UBND tỉnh", "Thông báo của Ủy ban nhân dân tỉnh"]
    assert titles("thông báo ubnd tỉnh") == both
    assert set(titles("Ủy ban nhân dân tỉnh")[:2]) == set(both)
    assert set(titles("uy ban nhan dan tinh")[:2]) == set(both)
    SynonymGroup.objects.all().delete()
    assert titles("thông báo ubnd tỉnh") == both[:1]


def test_what_was_typed_stands_above_what_means_the_same(shelf: Shelf, titles: Titles) -> None:
    SynonymGroup.objects.create(terms="BHXH, bảo hiểm xã hội")
    shelf.add("Đóng bảo hiểm xã hội")
    shelf.add("Đóng BHXH")
    assert titles("đóng BHXH") == ["Đóng BHXH", "Đóng bảo hiểm xã hội"]
    assert titles("đóng bảo hiểm xã hội") == ["Đóng bảo hiểm xã hội", "Đóng BHXH"]


def test_quoted_words_and_excluded_ones_mean_themselves(shelf: Shelf, titles: Titles) -> None:
    SynonymGroup.objects.create(terms="BHXH, bảo hiểm xã hội")
    shelf.add("Đóng bảo hiểm xã hội")
    shelf.add("Đóng BHXH")
    assert titles('"BHXH"') == ["Đóng BHXH"]
    assert titles("đóng -BHXH") == ["Đóng bảo hiểm xã hội"]


def test_synonym_is_marked_whole(shelf: Shelf, ask: Callable[..., Any]) -> None:
    SynonymGroup.objects.create(terms="BHXH, bảo hiểm xã hội")
    shelf.add("Thông báo", text="Mức đóng bảo hiểm xã hội bắt buộc")
    assert "<mark>đóng bảo hiểm xã hội</mark>" in ask("đóng bhxh").content.decode()


def test_number_of_a_document_is_no_abbreviation(shelf: Shelf, titles: Titles) -> None:
    SynonymGroup.objects.create(terms="UBND, Ủy ban nhân dân")
    shelf.add("Bảng giá", number="24/2021/QĐ-UBND")
    shelf.add("24 quyết định QĐ năm 2021 của Ủy ban nhân dân")
    assert titles("24/2021/QĐ-UBND") == ["Bảng giá"]


@pytest.mark.parametrize("terms", ["UBND", "UBND, ubnd", " , ", "a, " + "b " * 20])
def test_group_that_says_nothing_is_refused(db: None, terms: str) -> None:
    with pytest.raises(ValidationError):
        SynonymGroup(terms=terms).full_clean()


def test_shipped_groups_are_good_and_each_term_stands_in_one(db: None) -> None:
    groups = list(shipped())
    assert {"UBND", "HĐND", "QPPL", "TTHC", "BHXH"} <= {group.split(",")[0] for group in groups}
    terms = [term for group in groups for term in group.split(", ")]
    assert len(terms) == len(set(terms))
    for group in groups:
        SynonymGroup(terms=group).full_clean()
