"""Look-up keys of document numbers, equal for every spelling of one number."""

import re
from urllib.parse import unquote

from search.document_numbers import (
    begins_known_part,
    is_known_part,
    number_prefix_length,
    opens_symbol,
    plain_signs,
)
from search.letters import canonical, fold
from search.syllables import is_folded_syllable

_LONGEST_QUERY = 120

_THOUSANDS = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{3})(?=[a-z]?\s*[/\-])")
_DIGITS = re.compile(r"[^a-z0-9]*([0-9]+)([a-z](?![a-z0-9]))?")
_NOT_KEY = re.compile("[^a-z0-9]+")


def number_key(text: str) -> str:
    """Return the look-up key of a document number or of its beginning.

    Leading groups of digits stay apart and lose their zeros, all letters after them grow together:
    "Số: 63 /BC-V PUBND" and "63-bc-vpubnd" → "63-bcvpubnd", "043/2025/QĐ-UBND" → "43-2025-qdubnd".
    """
    folded = fold(plain_signs(unquote(text) if "%" in text else text)).strip()
    rest = folded[number_prefix_length(folded) :]
    rest = _THOUSANDS.sub(r"\1\2", rest, count=1)
    parts: list[str] = []
    position = 0
    while match := _DIGITS.match(rest, position):
        parts.append((match[1].lstrip("0") or "0") + (match[2] or ""))
        position = match.end()
    symbol = _NOT_KEY.sub("", rest[position:])
    return "-".join([*parts, symbol] if symbol else parts)


_YEAR = r"(?:19|20)[0-9]{2}"
_NUMBER = r"[0-9]{1,3}\.[0-9]{3}|[0-9]{1,6}(?:\.[0-9]{1,2})?"
_YEAR_RANGE = re.compile(rf"{_YEAR}\s*[/-]\s*{_YEAR}")
_WITH_YEAR = re.compile(
    rf"(?:{_NUMBER})[a-z]?(?:\s*[/-]\s*{_YEAR}|\s*/\s*(?:20[0-9]?|19[0-9]))(?P<rest>(?:[^0-9].*)?)"
)
_WITH_YEAR_BLANKS = re.compile(rf"(?:{_NUMBER})[a-z]?\s+{_YEAR}\s+(?P<rest>[a-z].*)")
_WITHOUT_YEAR = re.compile(rf"(?:{_NUMBER})[a-z]?\s*(?P<sign>[/-])\s*(?P<rest>(?:[a-z].*)?)")
_WITHOUT_YEAR_BLANKS = re.compile(rf"(?:{_NUMBER})[a-z]?\s+(?P<rest>[a-z].*)")
_BARE = re.compile(rf"(?:{_NUMBER})[a-z]?")
_BARE_YEAR = re.compile(_YEAR)
_WORD = re.compile(r"[a-z0-9]+")
_TONED = re.compile("[àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
_SYMBOL_TEXT = re.compile(r"[a-z0-9\s./&-]*")
_MOST_SYMBOL_WORDS = 10


def looks_like_number(text: str) -> bool:
    """Return whether a query is most likely a document number or the beginning of one."""
    if len(text) > _LONGEST_QUERY:
        return False
    plain = unquote(text) if "%" in text else text
    folded = fold(plain_signs(plain)).strip(" \n\t'\"“”.,;:")
    prefix = number_prefix_length(folded)
    rest = folded[prefix:]
    if prefix and _BARE.fullmatch(rest):
        return folded[:prefix].strip(" :.").endswith("so") or not _BARE_YEAR.fullmatch(rest)
    if _YEAR_RANGE.fullmatch(rest) or _TONED.search(_tail(plain)):
        return False
    for pattern in (_WITH_YEAR, _WITH_YEAR_BLANKS, _WITHOUT_YEAR, _WITHOUT_YEAR_BLANKS):
        if match := pattern.fullmatch(rest):
            has_blank_form = pattern in (_WITH_YEAR_BLANKS, _WITHOUT_YEAR_BLANKS)
            return _is_symbol(match["rest"], needs_head=has_blank_form, has_year=pattern is _WITH_YEAR)
    return False


def _tail(text: str) -> str:
    """Return what follows the first digit, lower case, where a number bears no tone marks."""
    lower = canonical(text)
    first = re.search("[0-9]", lower)
    return lower[first.start() :] if first else ""


def _is_symbol(rest: str, *, needs_head: bool, has_year: bool) -> bool:
    """Return whether folded text after number and year may be (the beginning of) a symbol."""
    words = _WORD.findall(rest)
    if not words:
        return not needs_head
    if not _SYMBOL_TEXT.fullmatch(rest) or len(words) > _MOST_SYMBOL_WORDS:
        return False
    starts_with_head = opens_symbol(words[0])
    if needs_head and not starts_with_head:
        return False
    if not needs_head and len(words) == 1:
        return has_year or begins_known_part(words[0])
    others = words[1:] if starts_with_head else words
    return not any(len(word) > 1 and is_folded_syllable(word) and not is_known_part(word) for word in others)
