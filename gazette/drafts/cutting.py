"""How a draft's text is cut into what people can comment on; the one place that knows who does the cutting."""

from __future__ import annotations

from dataclasses import dataclass, field

from gazette.documents.text_layout import layout
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
    pieces: list[Piece] = []
    for block in layout(text):
        if block.kind == "article":
            pieces.append(Piece(SectionKind.ARTICLE, block.number, block.anchor, block.text))
        elif block.kind == "division":
            pieces.append(Piece(SectionKind.DIVISION, anchor=block.anchor, title=block.text))
        else:
            if not pieces or pieces[-1].kind == SectionKind.DIVISION:
                pieces.append(Piece(SectionKind.TEXT))
            pieces[-1].lines.append(block.text)
    return pieces
