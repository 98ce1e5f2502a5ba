"""What two versions of a draft differ in: article by article, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

from gazette.drafts.enums import SectionChange, SectionKind
from gazette.drafts.matching import Article, match_articles
from gazette.drafts.models import DraftSection, DraftVersion

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")
#: Beyond so many words a comparison word by word shows nothing that a reader could follow.
_MOST = 6000


@dataclass(frozen=True)
class Piece:
    """A stretch of text: `kept`, `added` or `removed`."""

    kind: str
    text: str


@dataclass
class ArticleChange:
    """An article of either version, what became of it, and its words."""

    change: str
    label: str
    before: DraftSection | None
    after: DraftSection | None
    pieces: list[Piece] = field(default_factory=list)


def compare(before: DraftVersion, after: DraftVersion) -> list[ArticleChange]:
    """Return the articles of two versions that differ, in the order of the newer one, removed ones at the end."""
    old = list(before.sections.filter(kind=SectionKind.ARTICLE).order_by("position"))
    new = list(after.sections.filter(kind=SectionKind.ARTICLE).order_by("position"))
    matches = match_articles([_article(section) for section in old], [_article(section) for section in new])
    rows = []
    for place, section in enumerate(new):
        match = matches.get(place)
        if match is None:
            change = SectionChange.NEW
            rows.append(
                ArticleChange(change, str(change.label), None, section, [Piece("added", section.text)])
            )
        elif match.change != SectionChange.SAME:
            former = old[match.old]
            pieces = words(f"{former.title}\n{former.text}", f"{section.title}\n{section.text}")
            rows.append(ArticleChange(match.change, str(match.change.label), former, section, pieces))
    kept = {match.old for match in matches.values()}
    rows += [
        ArticleChange("removed", "", section, None, [Piece("removed", section.text)])
        for place, section in enumerate(old)
        if place not in kept
    ]
    return rows


def words(before: str, after: str) -> list[Piece]:
    """Return both wordings as one text of kept, removed and added stretches."""
    one, two = _PIECE.findall(before), _PIECE.findall(after)
    if len(one) > _MOST or len(two) > _MOST:
        return [Piece("removed", before), Piece("added", after)]
    pieces = []
    for step in Indel.opcodes(one, two):
        removed = "".join(one[step.src_start : step.src_end])
        added = "".join(two[step.dest_start : step.dest_end])
        if step.tag == "equal":
            pieces.append(Piece("kept", removed))
        else:
            pieces += [Piece(kind, text) for kind, text in (("removed", removed), ("added", added)) if text]
    return pieces


def _article(section: DraftSection) -> Article:
    return Article(number=section.number, title=section.title, text=section.text)
