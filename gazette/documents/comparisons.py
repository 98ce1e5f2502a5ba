"""One article through time: its wordings, which two are compared, and what changed it when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gazette.documents.models import LegalDocument
from gazette.documents.provisions import structure_of, wordings_of
from gazette.documents.structure import ArticleText, Structure
from gazette.documents.wordings import CURRENT, Change, Wording, edition_day, noted_changes, wording_on


@dataclass(frozen=True, slots=True)
class ArticleHistory:
    """An article with its wordings, oldest first and the present one last, and the changes that its source notes."""

    article: ArticleText
    wordings: list[Wording]
    changes: list[Change]
    begun_on: date | None = None


def find_article(structure: Structure, key: str) -> ArticleText | None:
    """Return the article with this number ("146đ", the first part's), anchor or identifier."""
    key = key.strip()
    wanted = key.casefold().removeprefix("điều").strip()
    by_name = (a for a in structure.articles if key and key in {a.anchor, a.source_id})
    by_number = (a for a in structure.articles if wanted and a.number.casefold() == wanted)
    return next(by_name, None) or next(by_number, None)


def article_history(document: LegalDocument, key: str) -> ArticleHistory | None:
    """Return the history of an article, None where the document has no such article."""
    article = find_article(structure_of(document), key)
    if article is None:
        return None
    present = Wording(edition=CURRENT, title=article.title, text=article.text)
    row = document.articles.filter(anchor=article.anchor).only("changes", "effective_on").first()
    return ArticleHistory(
        article,
        wordings_of(document).get(article.anchor, [present]),
        noted_changes(row.changes) if row else [],
        row.effective_on if row else document.effective_on,
    )


def chosen_wording(wordings: Sequence[Wording], value: str) -> Wording | None:
    """Return the wording that an edition, a day or "hien-hanh" names, None for anything else."""
    if value == CURRENT:
        return wordings[-1]
    for wording in wordings:
        if wording.edition == value:
            return wording
    day = edition_day(value)
    return wording_on(wordings, day) if day else None
