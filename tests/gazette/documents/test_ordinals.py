"""Numbers of provisions in words and in Roman numerals."""

from __future__ import annotations

import pytest

from gazette.documents.ordinals import from_roman, from_words


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("nhất", 1), ("nhì", 2), ("tư", 4), ("Năm", 5), ("mười", 10), ("mười lăm", 15), ("hai mươi", 20),
        ("hai mươi mốt", 21), ("hai mốt", 21), ("chín mươi chín", 99), ("", 0), ("trăm", 0), ("mười mươi", 0),
        ("hai mươi mốt hai", 0), ("một mươi", 0),
    ],
)  # fmt: skip
def test_words_are_numbers(words, number):
    assert from_words(words) == number


def test_every_roman_numeral_below_a_hundred_is_read_and_nothing_else():
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    assert [from_roman(ten + one) for ten in tens for one in ones] == list(range(100))
    assert [from_roman(letters) for letters in ("IIII", "XXXX", "IC", "VX", "C", "abc")] == [0] * 6
