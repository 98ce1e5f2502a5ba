"""The open data of a consultation: every published comment, nothing that is private."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from gazette.drafts.commenting import VIETNAM
from gazette.drafts.models import DraftRegulation, PublicComment
from gazette.drafts.selectors import is_answer_public, published_comments

COLUMNS = (
    "id", "draft", "version", "article", "anchor", "current_anchor", "commenter_kind", "name", "text", "is_masked",
    "received_at", "published_at", "cluster", "outcome", "explanation",
)  # fmt: skip
#: A spreadsheet would take a text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def records(draft: DraftRegulation) -> Iterator[dict[str, Any]]:
    """Return every published comment as a flat record."""
    for comment in published_comments(draft).iterator(chunk_size=1000):
        yield _record(draft, comment)


def _record(draft: DraftRegulation, comment: PublicComment) -> dict[str, Any]:
    outcome = comment.outcome if is_answer_public(draft, comment) else None
    section, current = comment.section, comment.current_section
    return {
        "id": comment.pk,
        "draft": draft.slug,
        "version": comment.version.number if comment.version else None,
        "article": section.number if section else None,
        "anchor": section.anchor if section else None,
        "current_anchor": current.anchor if current else None,
        "commenter_kind": comment.submission.commenter_kind,
        "name": comment.submission.public_name or None,
        "text": comment.public_text,
        "is_masked": bool(comment.masked_text),
        "received_at": comment.created_at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "published_at": comment.published_at.astimezone(VIETNAM).isoformat(timespec="seconds")
        if comment.published_at
        else None,
        "cluster": comment.cluster_id,
        "outcome": outcome.code if outcome else None,
        "explanation": comment.explanation if outcome else None,
    }


def as_csv(draft: DraftRegulation) -> Iterator[str]:
    """Return the records as CSV with a byte order mark, line by line."""
    yield "\ufeff" + _line(COLUMNS)
    for record in records(draft):
        yield _line([_cell(record[name]) for name in COLUMNS])


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _line(values: Any) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(values)
    return buffer.getvalue()
