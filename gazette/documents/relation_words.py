"""Which relation a source's words mean, and from which side they say it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from search import vietnamese

_RESOURCE = Path(__file__).parent / "resources" / "relation_types.csv"
#: Words of sources beside the names of the code list, said by the acting document.
_WORDS = {
    "sua doi": "sua-doi-bo-sung", "bo sung": "sua-doi-bo-sung", "sua doi, bo sung": "sua-doi-bo-sung",
    "sua doi bo sung": "sua-doi-bo-sung", "thay the": "thay-the", "bai bo": "bai-bo", "huy bo": "bai-bo",
    "dinh chi": "dinh-chi-thi-hanh", "dinh chi thi hanh": "dinh-chi-thi-hanh",
    "ngung hieu luc": "tam-ngung-hieu-luc", "tam ngung hieu luc": "tam-ngung-hieu-luc", "dinh chinh": "dinh-chinh",
    "hop nhat": "hop-nhat", "quy dinh chi tiet": "quy-dinh-chi-tiet", "huong dan": "huong-dan-ap-dung",
    "huong dan thi hanh": "quy-dinh-chi-tiet", "huong dan ap dung": "huong-dan-ap-dung", "can cu": "can-cu",
    "dan chieu": "dan-chieu", "giai thich": "giai-thich", "cong bo": "cong-bo",
    "ban hanh kem theo": "ban-hanh-kem-theo", "du thao": "du-thao-cua", "thuc hien": "thuc-hien", "tra loi": "tra-loi",
    "ket luan": "ket-luan-cuoc-hop", "lien quan": "lien-quan", "lien quan cung noi dung": "lien-quan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meant:
    """A relation as words mean it; `code` is "" when no rule says so."""

    code: str
    is_inverse: bool = False
    #: Said of provisions of the document, not of the whole.
    is_partial: bool = False
    #: "thay thế hoặc bãi bỏ" leaves open which of the two, and whether wholly.
    is_certain: bool = True


def relation_meant(kind: str, change: str = "", direction: str = "") -> Meant:
    """Return the relation that a source's words, code or name mean."""
    word = vietnamese.fold(kind)
    if word == "chiu tac dong cua":
        # The codification notes these at articles: whatever it says, it never means the whole document.
        return Meant(_changed(vietnamese.fold(change)), is_inverse=True, is_partial=not only_adds(change))
    if word == "thay the hoac bai bo":
        return Meant("thay-the", is_certain=False)
    code, is_inverse = _names().get(word, ("", False))
    return Meant(code, is_inverse or direction == "incoming")


def _changed(change: str) -> str:
    if "sua doi" in change or "bo sung" in change:
        return "sua-doi-bo-sung"
    if "bai bo" in change or "huy bo" in change or "het hieu luc" in change:
        return "bai-bo"
    if "ngung hieu luc" in change:
        return "tam-ngung-hieu-luc"
    return "thay-the" if "thay the" in change else "lien-quan"


def only_adds(change: str) -> bool:
    """Return whether a noted change adds to an article without ending any of its words."""
    return vietnamese.fold(change) == "bo sung"


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, bool]]:
    """Return every name of the code list: codes, names of both sides in both languages, and words of sources."""
    names: dict[str, tuple[str, bool]] = {}
    with _RESOURCE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["code"]
            names[code] = (code, False)
            for column, is_inverse in (
                ("name_vi", False), ("name_en", False), ("inverse_name_vi", True), ("inverse_name_en", True)
            ):  # fmt: skip
                word = vietnamese.fold(row[column])
                for spelling in (word, word.removeprefix("van ban ")):
                    names.setdefault(spelling, (code, is_inverse))
    for word, code in _WORDS.items():
        names[word] = (code, False)
        for passive in (f"duoc {word}", f"bi {word}", f"{word} boi", f"duoc {word} boi", f"bi {word} boi"):
            names.setdefault(passive, (code, True))
    return names
