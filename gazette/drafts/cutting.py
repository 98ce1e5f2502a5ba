"""How a draft's text is cut into what people can comment on; the one place that knows who does the cutting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gazette.documents.structure import Unit, parse
from gazette.drafts.enums import SectionKind


@dataclass
class Piece:
    """A part of a text in order: an article with its body, a heading, or loose paragraphs."""

    kind: SectionKind
    number: str = ""
    anchor: str = ""
    title: str = ""
    lines: list[str] = field(default_factory=list)
    source_id: str | None = None

    @property
    def text(self) -> str:
        """The body."""
        return "\n".join(self.lines)


def cut(text: str) -> list[Piece]:
    """Return the pieces of a plain text; nothing of its wording is lost or changed."""
    structure = parse(text)
    pieces: list[Piece] = []
    _add_around(pieces, structure.preamble)
    for article in structure.articles:
        _add_around(pieces, article.before)
        lines = [unit.text for unit in article.units[1:]]
        pieces.append(Piece(SectionKind.ARTICLE, article.number, article.anchor, article.title, lines))
    _add_around(pieces, structure.ending)
    return pieces


def _add_around(pieces: list[Piece], units: Iterable[Unit]) -> None:
    """Add what stands outside of articles: headings, and loose paragraphs, which neighbours make one piece."""
    is_open = False
    for unit in units:
        if unit.is_division:
            pieces.append(Piece(SectionKind.DIVISION, anchor=unit.anchor, title=unit.text))
            is_open = False
            continue
        if not is_open:
            pieces.append(Piece(SectionKind.TEXT))
            is_open = True
        pieces[-1].lines.append(unit.text)
