"""What an issue is built from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class PlannedItem:
    """A document of the issue: its original PDF, or else its text, which is typeset."""

    entry_id: int
    section: str
    number: str
    type_text: str
    issuer: str
    title: str
    issued_on: date | None
    #: Of a long document: "Phần 2/3".
    part: str = ""
    pdf: Path | None = None
    #: The pages of the original that stand in this issue, both included, counted from 1; None for all.
    pdf_from: int | None = None
    pdf_to: int | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class IssuePlan:
    """An issue with everything that is printed on it; the same plan gives the same bytes."""

    name: str
    number: str
    year: int
    published_on: date
    publisher: str
    province: str
    #: Of the whole year: the first issue's first page is 1, and each issue goes on where the one before ended.
    first_page: int
    items: list[PlannedItem] = field(default_factory=list)


def plan_digest(plan: IssuePlan) -> str:
    """Return what tells one content of an issue from another, whatever folder its originals were copied to."""
    parts = [
        plan.name,
        plan.number,
        str(plan.published_on),
        plan.publisher,
        plan.province,
        str(plan.first_page),
    ]
    for item in plan.items:
        original = hashlib.sha256(item.pdf.read_bytes()).hexdigest() if item.pdf else item.text
        parts.append(
            repr(
                (
                    item.entry_id, item.section, item.number, item.type_text, item.issuer, item.title,
                    str(item.issued_on), item.part, item.pdf_from, item.pdf_to, original,
                )
            )
        )  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
