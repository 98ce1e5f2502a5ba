"""Words typed with the keyboard's Vietnamese switched off: "quyeets" (Telex) and "quye61t" (VNI)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from search.letters import TONED_VOWELS, unify_tones
from search.syllables import is_syllable

_TELEX_TONES: Final = {"f": 0, "r": 1, "x": 2, "s": 3, "j": 4}
_VNI_TONES: Final = {"2": 0, "3": 1, "4": 2, "1": 3, "5": 4}
_VOWELS: Final = "aăâeêioôơuưy"
_SHAPED: Final = "ăâêôơư"
_LONGEST: Final = 12
#: Keys that shape a letter, the longest first.
_TELEX_SHAPES: Final = (
    ("uow", "ươ"), ("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"),
)  # fmt: skip
_VNI_SHAPES: Final = (
    ("uo7", "ươ"), ("d9", "đ"), ("a6", "â"), ("e6", "ê"), ("o6", "ô"), ("a8", "ă"), ("o7", "ơ"), ("u7", "ư"),
)  # fmt: skip
#: Keys at the end of a word that shape a letter before.
_LATE: Final = {"d": "dđ", "a": "aâ", "e": "eê", "o": "oô", "9": "dđ"}
_LATE_HOOKS: Final = (("uo", "ươ"), ("a", "ă"), ("o", "ơ"), ("u", "ư"))
_LATE_HATS: Final = (("a", "â"), ("e", "ê"), ("o", "ô"))


def decoded(word: str) -> str:
    """Return the syllable that these keys would have made, empty when they make none."""
    word = unicodedata.normalize("NFC", word.lower())
    if not 2 < len(word) <= _LONGEST or not word.isascii() or is_syllable(word):
        return ""
    is_vni = any(key.isdigit() for key in word)
    tones, shapes = (_VNI_TONES, _VNI_SHAPES) if is_vni else (_TELEX_TONES, _TELEX_SHAPES)
    for plain, tone in _without_tone(word, tones):
        for letters in _shaped(plain, shapes):
            toned = _with_tone(letters, tone)
            if toned != word and is_syllable(toned):
                return unify_tones(toned)
    return ""


def _without_tone(word: str, tones: dict[str, int]) -> Iterator[tuple[str, int | None]]:
    """Return the word without each key that may be its tone, the last one first, then as it is."""
    vowel = next((place for place, letter in enumerate(word) if letter in _VOWELS), len(word))
    for place in range(len(word) - 1, vowel, -1):
        if word[place] in tones:
            yield word[:place] + word[place + 1 :], tones[word[place]]
    yield word, None


def _shaped(word: str, shapes: tuple[tuple[str, str], ...]) -> Iterator[str]:
    shaped = word
    for keys, letters in shapes:
        shaped = shaped.replace(keys, letters)
    yield shaped
    if len(shaped) < 3:
        return
    head, last = shaped[:-1], shaped[-1]
    if last in _LATE:
        plain, marked = _LATE[last][0], _LATE[last][1]
        if plain in head:
            yield head.replace(plain, marked, 1)
    for key, pairs in (("w", _LATE_HOOKS), ("7", _LATE_HOOKS), ("8", (("a", "ă"),)), ("6", _LATE_HATS)):
        if last == key:
            yield from (head.replace(plain, marked, 1) for plain, marked in pairs if plain in head)


def _with_tone(word: str, tone: int | None) -> str:
    """Put the tone on the vowel that bears it."""
    if tone is None:
        return word
    start = 2 if word.startswith(("qu", "gi")) and len(word) > 2 and word[2] in _VOWELS else 0
    vowels = [place for place in range(start, len(word)) if word[place] in _VOWELS]
    if not vowels:
        return word
    shaped = [place for place in vowels if word[place] in _SHAPED]
    if shaped:
        bearer = shaped[-1]
    elif word[-1] not in _VOWELS:
        bearer = vowels[-1]
    else:
        bearer = vowels[1] if len(vowels) == 3 else vowels[0]
    return word[:bearer] + TONED_VOWELS[word[bearer]][tone] + word[bearer + 1 :]
