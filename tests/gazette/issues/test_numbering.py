"""Numbers of issues: every spelling that gazettes use, and what is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from gazette.issues.numbering import IssueNumber, parse_issue_number


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("47", 47, 47),
        ("047", 47, 47),
        ("Số 47", 47, 47),
        ("Số: 47", 47, 47),
        ("47/2026", 47, 47),
        ("44 + 45", 44, 45),
        ("44+45", 44, 45),
        ("44-45", 44, 45),
        ("44 – 45", 44, 45),
        ("11-12/2026", 11, 12),
        ("44&45", 44, 45),
        ("44 và 45", 44, 45),
        ("08 + 09", 8, 9),
        ("12 + 13 + 14", 12, 14),
        ("943&944-10/2020", 943, 944),
        ("1095 + 1096", 1095, 1096),
        ("Từ số 365 đến số 366", 365, 366),
        ("Từ số 993 đến số 996", 993, 996),
        ("Công báo số 717 + 718", 717, 718),
    ],
)
def test_every_spelling_means_its_numbers(text, first, last):
    assert parse_issue_number(text) == IssueNumber(first, last)


@pytest.mark.parametrize(
    "text", ["", "Đặc biệt", "Phụ trương", "47A", "số", "+", "congbao-sl-2026-47", "9" * 300]
)
def test_what_is_no_number_is_none(text):
    assert parse_issue_number(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("45 + 44", "number_reversed"),
        ("44 + 44", "number_reversed"),
        ("45-44", "number_reversed"),
        ("44 + 46", "number_gap"),
        ("44, 45, 47", "number_gap"),
        ("1-500", "number_span"),
    ],
)
def test_numbers_that_no_issue_can_carry_are_refused(text, code):
    with pytest.raises(ValidationError) as error:
        parse_issue_number(text)
    assert error.value.code == code


@given(st.text(max_size=40))
def test_any_text_is_read_refused_or_left(text):
    try:
        number = parse_issue_number(text)
    except ValidationError:
        return
    assert number is None or number.first <= number.last
