"""Sort keys in the order of the Vietnamese alphabet, for databases that compare by code point."""

import re
import unicodedata

from search.letters import TONED_VOWELS, canonical, fold

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

# The key is printable ASCII. From low to high: field end, tone part, blank, digits, letters, other scripts.
_FIELD_END = " "
_TONE_PART = "!"
_BLANK = "-"
_FIRST_LETTER = ord("A")
_OTHER_SCRIPT = "~"

_LETTER_CODES = {letter: chr(_FIRST_LETTER + place) for place, letter in enumerate(_ALPHABET)}
_LETTER_TONES: dict[str, str] = dict.fromkeys(TONED_VOWELS, "0")
for _vowel, _forms in TONED_VOWELS.items():
    for _place, _toned in enumerate(_forms, start=1):
        _LETTER_CODES[_toned] = _LETTER_CODES[_vowel]
        _LETTER_TONES[_toned] = str(_place)

_APOSTROPHE = re.compile("['’ʼ‘`´]")
_TOKEN = re.compile(r"[0-9]+|[^\W_]|(?:[\W_])+")
_LONGEST_LENGTH_DIGIT = 8


def _number_code(digits: str) -> str:
    """Return digits so that numbers of any length compare by value: their length, then the digits."""
    digits = digits.lstrip("0") or "0"
    full, rest = divmod(len(digits) - 1, _LONGEST_LENGTH_DIGIT)
    return "9" * full + str(rest + 1) + digits


def _other_code(character: str) -> str:
    plain = fold(unicodedata.normalize("NFKD", character))
    return "".join(
        _LETTER_CODES.get(part)
        or (_number_code(part) if part in "0123456789" else f"{_OTHER_SCRIPT}{ord(part):06x}")
        for part in plain
        if part.isalnum()
    )


def sort_key(text: str) -> str:
    """Return printable ASCII that sorts by code point as Vietnamese does.

    First the letters a ă â b c d đ e ê …, then, for the whole text, the tones ngang huyền hỏi ngã sắc nặng.
    Numbers stand before letters and compare by value; case and punctuation do not count (punctuation parts words
    as a blank does, an apostrophe vanishes). The column needs a binary collation.
    """
    codes: list[str] = []
    tones: list[str] = []
    for token in _TOKEN.findall(_APOSTROPHE.sub("", canonical(text))):
        code = _LETTER_CODES.get(token)
        if code:
            codes.append(code)
            tone = _LETTER_TONES.get(token)
            if tone:
                tones.append(tone)
        elif token[0] in "0123456789":
            codes.append(_number_code(token))
        elif token[0].isalnum():
            codes.append(_other_code(token))
        elif codes and codes[-1] != _BLANK:
            codes.append(_BLANK)
    if codes and codes[-1] == _BLANK:
        codes.pop()
    tone_part = "".join(tones).rstrip("0")
    return "".join(codes) + (_TONE_PART + tone_part if tone_part else "")


def person_sort_key(name: str) -> str:
    """Return the sort key of a person's name: given name (the last word), then middle names, then family name."""
    words = name.split()
    if len(words) < 2:
        return sort_key(name)
    family, *middle, given = words
    return _FIELD_END.join((sort_key(given), sort_key(" ".join(middle)), sort_key(family)))
