"""Stable anchors of articles.

"đ" is a letter of its own: Điều 146đ is not Điều 146d, so that its anchor ends in "dd".
"""

from __future__ import annotations

import re

from search import vietnamese


def article_anchor(number: str, part: int = 1) -> str:
    """Return the anchor of an article: dieu-5, dieu-146dd, and p2-dieu-1 in the second part of a document."""
    tail = vietnamese.slugify(number.lower().replace("đ", "dd")) or "khong-so"
    return f"dieu-{tail}" if part == 1 else f"p{part}-dieu-{tail}"


def article_position(number: str, part: int = 1) -> str:
    """Return a key that sorts articles as the document prints them: by part, number, letter (d before đ)."""
    match = re.match(r"\s*(\d{1,6})\s*(.*)", number)
    digits, letters = (match[1], match[2]) if match else ("999999", number)
    tail = vietnamese.slugify(letters.lower().replace("đ", "dz"))
    return f"{part:02d}.{int(digits):06d}{tail}"[:40]


def part_of(source_id: str) -> int:
    """Return the part that an article's identifier names: `…-p2` is 2, otherwise 1."""
    match = re.search(r"-p(\d{1,2})$", source_id)
    return int(match[1]) if match else 1


def clause_anchor(article: str, number: str) -> str:
    """Return the anchor of a clause of the article with this anchor: dieu-5-khoan-2."""
    return f"{article}-khoan-{_letters(number)}"


def point_anchor(above: str, letter: str) -> str:
    """Return the anchor of a point of a clause (or of an article without clauses): dieu-5-khoan-2-diem-dd."""
    return f"{above}-diem-{_letters(letter)}"


def provision_anchor(article: str, clause: str = "", point: str = "", part: int = 1) -> str:
    """Return the anchor that a citation such as "điểm đ khoản 2 Điều 5" leads to."""
    anchor = article_anchor(article, part)
    if clause:
        anchor = clause_anchor(anchor, clause)
    return point_anchor(anchor, point) if point else anchor


def _letters(number: str) -> str:
    return vietnamese.slugify(number.lower().replace("đ", "dd")) or "khong-so"
