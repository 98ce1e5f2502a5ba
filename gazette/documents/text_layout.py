"""How a document's plain text reads on a page: its headings found, nothing of its wording changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gazette.documents.anchors import article_anchor
from search import vietnamese

_DIVISION = re.compile(
    r"^(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|TIỂU MỤC|Tiểu mục)\s+(?:[IVXLC]+|\d+|thứ\s+[\w]+|THỨ\s+[\w]+)\b[.:]?.{0,200}$"
)
_ARTICLE = re.compile(r"^(?:Điều|ĐIỀU)\s+(\d{1,4}[a-zđ]{0,2})\s*[.:]\s*(.{0,400})$")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text: `kind` is division, article or paragraph; headings have an anchor."""

    kind: str
    text: str
    anchor: str = ""
    number: str = ""


def layout(text: str) -> Iterator[Block]:
    """Return the blocks of a plain text in order; every line that is not a heading is a paragraph."""
    taken: dict[str, int] = {}
    for raw in text.split("\n"):
        line = raw.strip().strip("*").strip()
        if not line:
            continue
        if match := _ARTICLE.match(line):
            yield Block("article", match[2], _unique(article_anchor(match[1]), taken), match[1])
        elif _DIVISION.match(line):
            yield Block("division", line, _unique(vietnamese.slugify(line, 40) or "muc", taken))
        else:
            yield Block("paragraph", line)


def _unique(anchor: str, taken: dict[str, int]) -> str:
    """An attached regulation restarts at Điều 1: its anchors are counted on."""
    taken[anchor] = count = taken.get(anchor, 0) + 1
    return anchor if count == 1 else f"{anchor}--{count}"
