"""What a document says, article by article, from whichever source holds it: its whole text or rows of articles."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from gazette.documents import structure_units as rules
from gazette.documents.anchors import part_of
from gazette.documents.file_selectors import whole_texts
from gazette.documents.models import Article, ArticleVersion, LegalDocument
from gazette.documents.structure import ArticleText, Structure, Unit, UnitKind, parse, parse_article
from gazette.documents.wordings import CURRENT, Wording, noted_changes, wording_on


def structure_of(document: LegalDocument, on: date | None = None) -> Structure:
    """Return a document's structure (two queries); with a day, each article in the wording of that day."""
    rows = list(document.articles.all())
    structure = _structure(document, rows)
    if not rows and not document.text.strip() and document.pk:
        return _from_files(document) or structure
    if on is not None and structure.articles:
        _reword(structure, document, rows, on)
    return structure


def _structure(document: LegalDocument, rows: Sequence[Article]) -> Structure:
    return _from_text(document.text, rows) if document.text.strip() else _from_rows(rows)


def wordings_of(document: LegalDocument) -> dict[str, list[Wording]]:
    """Return the wordings of each article that has earlier ones, by its anchor, oldest first, the present one last."""
    if not getattr(document, "has_versions", True):
        return {}
    earlier = earlier_wordings(
        document.article_versions.select_related("consolidated_text").order_by(
            "consolidated_text__known_on", "pk"
        )
    )
    if not earlier:
        return {}
    rows = list(document.articles.all())
    row_of = {row.anchor: row for row in rows}
    for article in _structure(document, rows).articles:
        if wordings := earlier.get(article.anchor):
            since = _present_since(row_of.get(article.anchor), wordings[-1])
            wordings.append(
                Wording(edition=CURRENT, title=article.title, text=article.text, valid_from=since)
            )
    return earlier


def earlier_wordings(versions: Iterable[ArticleVersion]) -> dict[str, list[Wording]]:
    """Return earlier wordings, given oldest first, by the anchor of their article."""
    earlier: defaultdict[str, list[Wording]] = defaultdict(list)
    for version in versions:
        earlier[version.anchor].append(_wording(version))
    return dict(earlier)


def _present_since(row: Article | None, last: Wording) -> date | None:
    """Return the first day of the present wording, None when no source says."""
    if last.valid_until or row is None:
        return last.valid_until
    dated = [change.on for change in noted_changes(row.changes)]
    days = [day for day in (*dated, row.effective_on) if day and last.known_on and day > last.known_on]
    return max(days, default=None)


def _wording(version: ArticleVersion) -> Wording:
    edition = version.consolidated_text
    return Wording(
        edition=edition.edition,
        title=version.title,
        text=version.text,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
        known_on=edition.known_on,
        changed_by=version.changed_by,
    )


def _from_text(text: str, rows: Sequence[Article]) -> Structure:
    """Take a whole text apart; its articles keep the anchors and identifiers under which they are known elsewhere."""
    structure = parse(text)
    known: defaultdict[tuple[int, str], deque[Article]] = defaultdict(deque)
    for row in rows:
        known[part_of(row.source_id or ""), row.number.lower()].append(row)
    for article in structure.articles:
        queue = known.get((article.part, article.number.lower()))
        if queue:
            row = queue.popleft()
            article.source_id = row.source_id
            _rename(article, row.anchor)
    return structure


def _from_files(document: LegalDocument) -> Structure | None:
    """Take the first file apart that has articles, None where no file has any: its pages are shown as they are."""
    for whole in whole_texts(document):
        structure = parse(whole.text)
        if structure.articles:
            return replace(structure, file_text_id=whole.file_text_id, file_title=whole.title)
    return None


def _rename(article: ArticleText, anchor: str) -> None:
    if article.anchor == anchor:
        return
    for unit in article.units:
        if unit.anchor:
            unit.anchor = anchor + unit.anchor.removeprefix(article.anchor)
    article.anchor = anchor


def _from_rows(rows: Iterable[Article]) -> Structure:
    """Put the rows of articles together to one text, with the chapters that they name between them."""
    pieces: list[str] = []
    articles: list[ArticleText] = []
    length, chapter = 0, ""

    def add(piece: str) -> int:
        nonlocal length
        start = length
        pieces.append(piece)
        length += len(piece) + 1
        return start

    for row in rows:
        before: list[Unit] = []
        if row.chapter and row.chapter != chapter:
            chapter = row.chapter
            before.append(_chapter(chapter, add(chapter), f"{row.anchor}-chuong"))
        heading = f"Điều {row.number}. {row.title}".rstrip()
        start = add(heading)
        units = [
            Unit(
                UnitKind.ARTICLE, start, start + len(heading), heading, row.number, row.title, row.anchor
            )
        ]  # fmt: skip
        if row.text.strip():
            base = add(row.text)
            units += [
                replace(unit, start=unit.start + base, end=unit.end + base)
                for unit in parse_article(row.text, row.anchor)
            ]
        articles.append(
            ArticleText(
                row.number, row.title, row.anchor, part_of(row.source_id or ""), row.text, start, units[-1].end,
                units, before, row.source_id,
            )
        )  # fmt: skip
    return Structure("\n".join(pieces), [], articles, [])


def _chapter(text: str, start: int, anchor: str) -> Unit:
    found = rules.division(text)
    kind, level, number, title = found or (UnitKind.HEADING, 1, "", text)
    return Unit(UnitKind(kind), start, start + len(text), text, number, title, anchor, level)


def _reword(structure: Structure, document: LegalDocument, rows: Sequence[Article], on: date) -> None:
    """Give each article that read differently on that day its wording of then."""
    wordings = wordings_of(document)
    changed = {row.anchor: noted_changes(row.changes) for row in rows if row.changes}
    for article in structure.articles:
        if article.anchor in wordings:
            article.wording = wording_on(wordings[article.anchor], on)
        elif (changes := changed.get(article.anchor)) and changes[-1].on > on:
            article.wording = Wording(
                edition=CURRENT, title=article.title, text=article.text, valid_from=changes[-1].on
            )
        wording = article.wording
        if wording is None:
            continue
        article.is_later = bool(wording.valid_from and wording.valid_from > on)
        if wording.is_current:
            continue
        heading = article.units[0]
        label = heading.text[: len(heading.text) - len(heading.title)] if heading.title else heading.text
        heading.title = article.title = wording.title
        heading.text = f"{label.rstrip()} {wording.title}".rstrip()
        article.text = wording.text
        article.units = [heading, *parse_article(wording.text, article.anchor)]
