"""The lines of a drafts file, checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from gazette.documents.anchors import article_anchor
from gazette.drafts.cutting import Piece, cut
from gazette.drafts.enums import FileKind, SectionKind
from portal.core.importing import Rejected, clean_id, clean_line, clean_moment, clean_plain
from search import vietnamese

DRAFT_FIELDS = frozenset(
    {
        "id", "title", "number", "summary", "document_type", "lead_agency", "regime", "opens_at", "closes_at", "text",
        "articles", "files",
    }
)  # fmt: skip
_MOST_TEXT = 5_000_000
_REPORT_WORDS = ("to trinh", "thuyet minh", "bao cao")
_COMPARISON_WORDS = ("so sanh",)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file below the `--files` folder."""

    path: str
    title: str
    kind: FileKind


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A draft's line, clean."""

    source_id: str
    digest: str
    title: str
    number: str
    summary: str
    document_type: str
    lead_agency: str
    regime: str
    opens_at: datetime | None
    closes_at: datetime | None
    text: str
    pieces: list[Piece]
    files: list[FileRecord] = field(default_factory=list)


def check_draft(raw: dict[str, Any], digest: str) -> DraftRecord:
    """Return the clean record of a draft or raise `Rejected`."""
    opens_at, closes_at = clean_moment(raw, "opens_at"), clean_moment(raw, "closes_at")
    if closes_at and ":" not in str(raw.get("closes_at")):
        # A day alone means until its end.
        closes_at = datetime.combine(closes_at.date(), time.max, closes_at.tzinfo).replace(microsecond=0)
    if opens_at and closes_at and closes_at <= opens_at:
        raise Rejected("closes_at: không sau opens_at. (Closes before it opens.)")
    text = clean_plain(raw, "text", max_length=_MOST_TEXT)
    pieces = _articles(raw) or cut(text)
    return DraftRecord(
        source_id=clean_id(raw),
        digest=digest,
        title=clean_plain(raw, "title", required=True, max_length=5000),
        number=clean_line(raw, "number", max_length=120),
        summary=clean_plain(raw, "summary", max_length=20_000),
        document_type=clean_line(raw, "document_type", max_length=120),
        lead_agency=clean_line(raw, "lead_agency"),
        regime=clean_line(raw, "regime", max_length=64),
        opens_at=opens_at,
        closes_at=closes_at,
        text=text if not raw.get("articles") else _text_of(pieces),
        pieces=pieces,
        files=_files(raw),
    )


def _articles(raw: dict[str, Any]) -> list[Piece]:
    items = raw.get("articles") or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Rejected("articles: phải là một danh sách đối tượng. (Must be a list of objects.)")
    pieces: list[Piece] = []
    taken: dict[str, int] = {}
    for position, item in enumerate(items):
        try:
            number = clean_line(item, "article", required=True, max_length=40)
            title = clean_plain(item, "title", max_length=5000)
            text = clean_plain(item, "text", max_length=_MOST_TEXT)
            source_id = clean_line(item, "id", max_length=200)
        except Rejected as reason:
            raise Rejected(f"articles[{position}].{reason}") from reason
        number = _bare_number(number)
        anchor = article_anchor(number)[:70]
        taken[anchor] = count = taken.get(anchor, 0) + 1
        pieces.append(
            Piece(
                SectionKind.ARTICLE,
                number,
                anchor if count == 1 else f"{anchor}--{count}",
                title,
                text.split("\n") if text else [],
                source_id or None,
            )
        )
    return pieces


def _bare_number(text: str) -> str:
    """Return the number of an article that a source may call "Điều 5."."""
    words = text.rstrip(". ").split(maxsplit=1)
    return words[1] if len(words) == 2 and vietnamese.fold(words[0]) == "dieu" else text.rstrip(". ")


def _text_of(pieces: list[Piece]) -> str:
    return "\n".join(f"Điều {piece.number}. {piece.title}\n{piece.text}".strip() for piece in pieces)


def _files(raw: dict[str, Any]) -> list[FileRecord]:
    items = raw.get("files") or []
    if isinstance(items, str | dict):
        items = [items]
    if not isinstance(items, list):
        raise Rejected("files: phải là một danh sách. (Must be a list.)")
    records = []
    for position, item in enumerate(items):
        entry = {"path": item} if isinstance(item, str) else item
        if not isinstance(entry, dict):
            raise Rejected("files: mỗi tệp là một đường dẫn hoặc một đối tượng. (A path or an object each.)")
        try:
            path = clean_line(entry, "path", required=True, max_length=500)
            title = clean_line(entry, "title")
        except Rejected as reason:
            raise Rejected(f"files[{position}].{reason}") from reason
        records.append(FileRecord(path, title, _kind(clean_line(entry, "kind"), f"{title} {path}")))
    return records


def _kind(stated: str, words: str) -> FileKind:
    if stated in FileKind.values:
        return FileKind(stated)
    plain = vietnamese.fold(words).replace("-", " ").replace("_", " ")
    if any(word in plain for word in _COMPARISON_WORDS):
        return FileKind.COMPARISON
    if any(word in plain for word in _REPORT_WORDS):
        return FileKind.REPORT
    return FileKind.DRAFT if "du thao" in plain else FileKind.OTHER
