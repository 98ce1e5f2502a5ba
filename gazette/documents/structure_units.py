"""Clauses and points inside an article, and the divisions around articles, line by line."""

from __future__ import annotations

import re

from search import vietnamese

_ROMAN = r"[IVXLC]{1,7}"
#: Phần thứ nhất, Chương IV, Mục 2, Tiểu mục 1, Phụ lục II; then the end of the line, a stop or a title in capitals.
_DIVISION = re.compile(
    r"^(?P<kind>PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|TIỂU MỤC|Tiểu mục|Tiểu Mục|PHỤ LỤC|Phụ lục)"
    rf"(?:\s+(?P<number>(?:thứ|THỨ|Thứ)\s+[^\W\d_]{{1,8}}(?:\s+[^\W\d_]{{1,8}})?(?=\s*(?:$|[.:–-]))|{_ROMAN}|\d{{1,3}}|[A-ZĐ](?!\w))"
    r"(?P<letter>[a-zđ]?))?"
    r"(?:\s*\[\d{1,3}\])?\s*(?P<stop>[.:–-]?)\s*(?P<rest>.{0,300})$",
    re.DOTALL,
)
_LEVELS = {"phần": 1, "phụ lục": 1, "chương": 2, "mục": 3, "tiểu mục": 4}
_KINDS = {"phần": "part", "phụ lục": "annex", "chương": "chapter", "mục": "section", "tiểu mục": "subsection"}
_PROSE = re.compile(r"^(?:của|này|và|được|quy định|tại|trong|kèm|có|ban hành|theo|[,;)])")

_CLAUSE = re.compile(r"^(?P<number>\d{1,3})(?P<letter>[a-zđ]?)(?:\s*\[\d{1,3}\])?\s?[./)](?=\D|$)")
_POINT = re.compile(r"^(?P<letter>[a-zđ]{1,2})(?P<digit>\d?)(?:\s*\[\d{1,3}\])?\s?(?:[)/]|\.(?=\s))")
_OUTLINE = re.compile(rf"^(?P<number>{_ROMAN}|[A-D])\s?[.)/-]\s*(?P<rest>\S.{{0,200}})$")

_CLOSING = re.compile(
    r"^(?:Nơi nhận\b|TM\s?\.|T/M|KT\s?\.|TL\s?\.|TUQ\s?\.|Q\s?\.\s|XÁC THỰC|"
    r"(?:Luật|Bộ luật|Bộ Luật|Nghị quyết|Pháp lệnh|Hiến pháp) này (?:đã )?(?:được|đươc)\s.{0,80}?thông qua|"
    r"\[1\]|_{5,}|PHỤ LỤC\s*(?:\S{1,6})?$)"
)
_OFFICE = re.compile(
    r"^(?:CHỦ TỊCH|PHÓ CHỦ TỊCH|BỘ TRƯỞNG|THỨ TRƯỞNG|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|THỐNG ĐỐC|TỔNG|CHÁNH|GIÁM ĐỐC|PHÓ|"
    r"VIỆN TRƯỞNG|CỤC TRƯỞNG)"
    r"[^a-zà-ỹđ]{0,80}$"
)


def division(text: str) -> tuple[str, int, str, str] | None:
    """Return kind, level, number and title of a division's heading, None for any other line."""
    match = _DIVISION.match(text)
    if match is None:
        return None
    word = match["kind"].casefold()
    number, rest = match["number"], match["rest"].strip()
    if number is None:
        # Only an annex may stand without a number, and then alone on its line.
        return (_KINDS[word], _LEVELS[word], "", "") if match["kind"] == "PHỤ LỤC" and not rest else None
    if rest and not match["stop"] and not _is_title(rest):
        return None
    if _PROSE.match(rest):
        return None
    return _KINDS[word], _LEVELS[word], f"{number}{match['letter']}", rest


def _is_title(rest: str) -> bool:
    """Whether what follows a number without a stop may be its title: capitals, or words that begin with one."""
    return rest[0].isupper() and not _PROSE.match(rest)


def is_division_title(text: str) -> bool:
    """Whether the line after a bare "Chương I" is its title."""
    return len(text) <= 300 and not text.endswith((";", ":")) and (text.isupper() or text[0].isupper())


def outline(text: str) -> tuple[str, str] | None:
    """Return number and title of a heading such as "II. TỔ CHỨC THỰC HIỆN" in a document without articles."""
    match = _OUTLINE.match(text)
    if match is None or not (match["rest"].isupper() or len(match["rest"]) <= 120):
        return None
    return match["number"], match["rest"]


def clause(text: str) -> tuple[int, str] | None:
    """Return number and letter of a clause ("2a.") that begins the line."""
    match = _CLAUSE.match(text)
    return (int(match["number"]), match["letter"]) if match else None


def point(text: str) -> str | None:
    """Return the letter of a point ("đ)") that begins the line, with its digit ("a1)") if it has one."""
    match = _POINT.match(text)
    return f"{match['letter']}{match['digit']}" if match else None


def is_closing(text: str) -> bool:
    """Whether the line begins what stands after the last article: the vote, signature, recipients, annexes."""
    return bool(_CLOSING.match(text) or _OFFICE.match(text))


def division_anchor(text: str) -> str:
    """Return the anchor of a division from its heading's first line."""
    return vietnamese.slugify(text, 40) or "muc"
