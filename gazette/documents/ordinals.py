"""Numbers of provisions that are no figures: the words of older laws ("Điều thứ mười một") and Roman numerals."""

from __future__ import annotations

import re

_DIGITS = {
    "nhất": 1, "một": 1, "mốt": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "lăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_ROMAN = re.compile(r"(?P<tens>X[CL]|L?X{0,3})(?P<ones>I[XV]|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_ROMAN_PAIRS = {"IX": 9, "IV": 4, "XC": 90, "XL": 40}


def from_words(words: str) -> int:
    """Return the number that Vietnamese words name, up to ninety-nine; 0 where they name none."""
    found = words.casefold().split()
    if not found:
        return 0
    if len(found) == 1:
        return 10 if found[0] == "mười" else _DIGITS.get(found[0], 0)
    if found[0] == "mười" and len(found) == 2:
        return 10 + _DIGITS[found[1]] if found[1] in _DIGITS else 0
    tens = _DIGITS.get(found[0], 0)
    rest = found[2:] if found[1] in {"mươi", "mười"} else found[1:]
    if tens < 2 or len(rest) > 1 or (rest and rest[0] not in _DIGITS):
        return 0
    return 10 * tens + (_DIGITS[rest[0]] if rest else 0)


def from_roman(numeral: str) -> int:
    """Return the value of a Roman numeral below one hundred, 0 for letters that are none."""
    match = _ROMAN.fullmatch(numeral.upper())
    if match is None or not numeral:
        return 0
    return sum(
        _ROMAN_PAIRS.get(part) or sum(_ROMAN_VALUES[letter] for letter in part) for part in match.groups()
    )
