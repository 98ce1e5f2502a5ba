"""Names of agencies as keys: one key for every way of writing the same name.

An import meets the same few hundred names thousands of times: what they come to is remembered.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from search import vietnamese

KEY_LENGTH = 200
CODE_LENGTH = 64

_WORD = re.compile(r"[^\W_]+")
#: Short forms that stand for the same body; in codes the short form is used.
_SHORT_FORMS = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "tp": "thanh pho"}
_LEVELS = {"trung-uong", "tinh", "huyen", "xa"}


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return the same key for UBND tỉnh Đắk Nông, Uỷ ban nhân dân tỉnh Đắk Nông and UY BAN NHAN DAN TINH DAK NONG."""
    words = _WORD.findall(vietnamese.fold(name))
    return _bounded(" ".join(_SHORT_FORMS.get(word, word) for word in words), KEY_LENGTH, " ")


@lru_cache(maxsize=4096)
def display_name(name: str) -> str:
    """Return a name of a source as it is shown: composed letters, single blanks, no full stop at the end."""
    return " ".join(vietnamese.normalize(name).split()).rstrip(" .,;:")


def needs_province(key: str, province: str) -> bool:
    """Whether a name says nothing about the province it belongs to (Sở Y tế, Cục Thuế)."""
    return bool(province) and name_key(province) not in key


@lru_cache(maxsize=4096)
def code_for(key: str, province: str) -> str:
    """Return the code of an agency known by name only; the same for every spelling of the name."""
    if needs_province(key, province):
        key = f"{key} {name_key(province)}"
    for short, words in _SHORT_FORMS.items():
        key = re.sub(rf"\b{words}\b", short, key)
    return _bounded(key.replace(" ", "-"), CODE_LENGTH, "-") or "khong-ro"


def own_keys(key: str, provinces: frozenset[str]) -> list[str]:
    """Return the keys under which the province's own agency may be known: with and without the province's name."""
    keys = [key]
    for province in sorted(provinces):
        if key.endswith(f" {province}"):
            bare = key.removesuffix(f" {province}")
            keys += [bare, bare.removesuffix(" tinh")]
        else:
            keys.append(f"{key} {province}")
    return list(dict.fromkeys(keys))


def bare_province(name: str) -> str:
    """Return the key of a province without the word for province or city before it."""
    return name_key(name).removeprefix("tinh ").removeprefix("thanh pho ")


def level_code(level: str) -> str:
    """Return a level of a source (`cap_tinh`, `trung_uong`) as one of ours, empty when it is none of them."""
    code = level.strip().lower().replace("_", "-").removeprefix("cap-")
    return code if code in _LEVELS else ""


def _bounded(text: str, length: int, joint: str) -> str:
    if len(text) <= length:
        return text
    tail = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return f"{text[: length - len(tail) - 1].rstrip(joint)}{joint}{tail}"
