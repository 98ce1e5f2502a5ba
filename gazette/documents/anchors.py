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
