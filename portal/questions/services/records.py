"""The lines of a questions file, checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.core.importing import Rejected, clean_id, clean_line, clean_moment, clean_plain, clean_url
from portal.questions.naming import cut, title_of

QUESTION_FIELDS = frozenset(
    {
        "id", "title", "question", "answer", "sections", "field", "agency", "asker_place", "asked_at", "answered_at",
        "cites", "kind", "source_url", "source", "ship",
    }
)  # fmt: skip
_LONGEST_QUESTION = 100_000
_LONGEST_ANSWER = 500_000
_MOST_CITES = 200


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """A question's line, clean."""

    source_id: str
    digest: str
    title: str
    question: str
    answer: str
    field: str
    agency: str
    asker_place: str
    asked_at: datetime | None
    answered_at: datetime | None
    source_url: str
    source: str
    cites: list[dict[str, str]]


def check_question(raw: dict[str, Any], digest: str) -> QuestionRecord:
    """Return the clean record of a question or raise `Rejected`."""
    source_id = clean_id(raw)
    question = clean_plain(raw, "question", required=True, max_length=_LONGEST_QUESTION)
    answer = clean_plain(raw, "answer", max_length=_LONGEST_ANSWER)
    answer = "\n\n".join(part for part in (answer, *_sections(raw)) if part)
    asked_at, answered_at = clean_moment(raw, "asked_at"), clean_moment(raw, "answered_at")
    if asked_at and answered_at and answered_at < asked_at:
        raise Rejected("answered_at: trước asked_at. (Answered before it was asked.)")
    title = clean_line(raw, "title", max_length=5000)
    return QuestionRecord(
        source_id=source_id,
        digest=digest,
        title=cut(title) if title else title_of(question),
        question=question,
        answer=answer,
        field=clean_line(raw, "field"),
        agency=clean_line(raw, "agency", max_length=600),
        asker_place=clean_line(raw, "asker_place"),
        asked_at=asked_at,
        answered_at=answered_at,
        source_url=clean_url(raw, "source_url"),
        source=clean_line(raw, "source"),
        cites=_cites(raw),
    )


def _sections(raw: dict[str, Any]) -> list[str]:
    """Return the parts of an answer that was told in parts: texts, or objects with a title and a text."""
    items = raw.get("sections") or []
    if not isinstance(items, list):
        raise Rejected("sections: phải là một danh sách. (Must be a list.)")
    parts = []
    for position, item in enumerate(items):
        entry = {"text": item} if isinstance(item, str) else item
        if not isinstance(entry, dict):
            raise Rejected(f"sections[{position}]: phải là chuỗi hoặc đối tượng. (A text or an object each.)")
        try:
            lines = [clean_plain(entry, name, max_length=_LONGEST_ANSWER) for name in ("title", "text")]
        except Rejected as reason:
            raise Rejected(f"sections[{position}].{reason}") from reason
        parts.append("\n".join(line for line in lines if line))
    return parts


def _cites(raw: dict[str, Any]) -> list[dict[str, str]]:
    items = raw.get("cites") or []
    if isinstance(items, str | dict):
        items = [items]
    if not isinstance(items, list) or len(items) > _MOST_CITES:
        raise Rejected("cites: phải là một danh sách. (Must be a list.)")
    found: list[dict[str, str]] = []
    for position, item in enumerate(items):
        entry = {"number": item} if isinstance(item, str) else item
        if not isinstance(entry, dict):
            raise Rejected(f"cites[{position}]: phải là một đối tượng. (Must be an object.)")
        try:
            number = clean_line(entry, "number", required=True, max_length=120)
            article = clean_line(entry, "article", max_length=40)
        except Rejected as reason:
            raise Rejected(f"cites[{position}].{reason}") from reason
        cite = {"number": number, "article": article}
        if cite not in found:
            found.append(cite)
    return found
