"""Text in a broken or outdated encoding: TCVN3, VNI, UTF-8 read as Latin text, lost characters."""

import re
import unicodedata
from collections.abc import Callable

from search.syllables import is_syllable

_LOST = "Văn bản có nhiều ký tự bị mất (hiện thành dấu “�”); hãy xuất lại tệp ở bảng mã UTF-8."
_DOUBLE_UTF8 = (
    "Văn bản UTF-8 bị đọc nhầm bảng mã (lỗi kiểu “Quyáº¿t Ä‘á»‹nh”); hãy lưu lại tệp ở bảng mã UTF-8."
)
_TCVN3 = "Văn bản dùng bảng mã cũ TCVN3 (ABC); hãy chuyển sang Unicode trước khi nhập."
_VNI = "Văn bản dùng bảng mã cũ VNI-Windows; hãy chuyển sang Unicode trước khi nhập."

# Signs that no Unicode Vietnamese letter uses, but that every broken encoding is full of. Good text has few of
# them, so one pass of this pattern is nearly all the work; ° and ± are left out because technical texts need them.
_SIGN = re.compile(
    "[\xa1-\xaf\xb2-\xbf\xc4-\xc7\xcb\xce\xcf\xd1\xd6-\xd8\xdb\xdc\xde\xdf\xe4-\xe7\xeb\xee\xef\xf1\xf6-\xf8\xfb\xfc\xfe]"
)

_TCVN3_LETTERS = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_LETTERS["Đ"] = "é"  # normalised text has no eth any more


def _vni_pairs() -> dict[str, str]:
    shapes = {"": "\u0302", "\u0300": "\u0302\u0300", "\u0301": "\u0302\u0301"}
    marks = {
        "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ù": "\u0301", "ï": "\u0323",
        "â": shapes[""], "à": shapes["\u0300"], "á": shapes["\u0301"],
        "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
        "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301",
        "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
    }  # fmt: skip
    bases = {"a": "a", "e": "e", "i": "i", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
    pairs = {
        base + sign: letter
        for base, meant in bases.items()
        for sign, mark in marks.items()
        if len(letter := unicodedata.normalize("NFC", meant + mark)) == 1
    }
    return pairs | {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "đ": "ñ"}


_VNI_LETTERS = _vni_pairs()
_VNI_TOKEN = re.compile("|".join(sorted(_VNI_LETTERS, key=len, reverse=True)))

# A lead byte of UTF-8 and the byte after it, both read as Windows-1252 or Latin-1. No-break space and soft hyphen
# are left out: they follow an upper-case Ã in good text as well.
_NEXT_BYTE = "\x80-\x9f\xa1-\xac\xae-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_UTF8_PAIR = re.compile(
    f"[áÁ][º»][{_NEXT_BYTE}]|[ÄÅÆ][{_NEXT_BYTE}]|[ÃĂ][{_NEXT_BYTE}]|Â[\xa1-\xac\xae-\xbf]|áº|á»(?=[a-z])"
)

_WORD = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’…–]+")
_EDGE = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’…–]{1,24}")
_LOST_IN_WORD = re.compile("[^\\W_]\ufffd|\ufffd[^\\W_]")
_WINDOW = 24
_SHORT_TEXT = 2000
_ENOUGH = 40
_CHARACTERS_PER_NEEDED_WORD = 100
_CHARACTERS_PER_LOST_LETTER = 50
_LEAST_NEEDED = 2
_SHARE_OF_FILLED_TEXT = 5
_MOST_NEEDED = 10


def broken_encoding(text: str) -> str | None:
    """Return a Vietnamese sentence naming the text's broken encoding, None for good text.

    It works on raw and on normalised text. A word counts as broken only when it holds a sign that Vietnamese
    does not use and decoding makes a proper syllable of it; foreign words, units and formulas fail that test.
    """
    if text.isascii():
        return None
    if "\ufffd" in text and _has_lost_letters(text):
        return _LOST
    if not _SIGN.search(text):
        return None
    needed = _needed(text)
    utf8_count, words = _collect(text)
    if utf8_count >= needed:
        return _DOUBLE_UTF8
    if not words:
        return None
    for decode, sentence in ((_from_tcvn3, _TCVN3), (_from_vni, _VNI)):
        if _is_written_in(text, words, decode, needed):
            return sentence
    return None


def _needed(text: str) -> int:
    """Return how much evidence is asked for: published texts do hold a stray word of an old encoding."""
    return min(_MOST_NEEDED, max(_LEAST_NEEDED, len(text) // _CHARACTERS_PER_NEEDED_WORD))


def _has_lost_letters(text: str) -> bool:
    """Return whether letters, not bullets or symbols, were lost, and often."""
    count = 0
    for _ in _LOST_IN_WORD.finditer(text):
        count += 1
        if count >= _MOST_NEEDED:
            return True
    return count * _CHARACTERS_PER_LOST_LETTER >= len(text) and count > 0


def _collect(text: str) -> tuple[int, dict[str, int]]:
    """Return the number of misread UTF-8 letters and the words with alien signs, with their counts."""
    utf8_count = 0
    words: dict[str, int] = {}
    position = 0
    while sign := _SIGN.search(text, position):
        start = max(position, sign.start() - _WINDOW)
        # The word around the sign: from the last break before it, at most one window to each side.
        for word_match in _EDGE.finditer(text, start, sign.start() + _WINDOW):
            if word_match.end() > sign.start():
                break
        else:
            position = sign.end()
            continue
        word = word_match[0]
        position = max(word_match.end(), sign.end())
        pairs = len(_UTF8_PAIR.findall(text, max(0, word_match.start() - 1), position + 2))
        if pairs:
            utf8_count += pairs
        else:
            words[word] = words.get(word, 0) + 1
        if utf8_count >= _ENOUGH or len(words) >= _ENOUGH * 50:
            break
    return utf8_count, words


def _is_written_in(text: str, words: dict[str, int], decode: Callable[[str], str], needed: int) -> bool:
    confirmed = {word for word in words if _becomes_syllable(word, decode)}
    if not confirmed or sum(words[word] for word in confirmed) * 2 < sum(words.values()):
        return False
    if len(confirmed) >= needed:
        return True
    # A text that repeats itself has few different words, but they fill it.
    filled = sum(len(word) * words[word] for word in confirmed)
    if len(confirmed) >= _LEAST_NEEDED and filled * _SHARE_OF_FILLED_TEXT >= len(text):
        return True
    if len(text) > _SHORT_TEXT:
        return False
    # A short text may have one such word only; its other words then speak for or against.
    more = {word for word in _WORD.findall(text) if _becomes_syllable(word, decode)}
    only_word = next(iter(confirmed))
    return len(more) >= needed or (len(more) == 1 and sum(not letter.isascii() for letter in only_word) > 1)


def _becomes_syllable(word: str, decode: Callable[[str], str]) -> bool:
    if len(word) < 2 or word.isascii() or is_syllable(word.lower()):
        return False
    decoded = decode(word).lower()
    return decoded != word.lower() and not decoded.isascii() and is_syllable(decoded)


def _from_tcvn3(word: str) -> str:
    return "".join(_TCVN3_LETTERS.get(letter, letter) for letter in word)


def _from_vni(word: str) -> str:
    return _VNI_TOKEN.sub(lambda match: _VNI_LETTERS[match[0]], word.lower())
