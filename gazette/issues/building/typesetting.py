"""The pages of an issue by Typst: cover, contents, running heads, page numbers, bookmarks, texts."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import typst

from gazette.issues.building.plans import IssuePlan, PlannedItem
from search import vietnamese

_TEMPLATE = Path(__file__).parents[1] / "resources" / "issue.typ"
_STANDARD = "a-2b"


def typeset(plan: IssuePlan, page_counts: Sequence[int]) -> bytes:
    """Return the issue with empty pages where originals go; `page_counts` has 0 for what is typeset."""
    midnight = datetime(plan.published_on.year, plan.published_on.month, plan.published_on.day, tzinfo=UTC)
    with tempfile.TemporaryDirectory(prefix="issue-") as folder:
        source = Path(folder) / "issue.typ"
        shutil.copyfile(_TEMPLATE, source)
        (Path(folder) / "issue.json").write_bytes(orjson.dumps(_data(plan, page_counts)))
        # Only the fonts of the library itself, so that every machine makes the same bytes.
        return bytes(
            typst.compile(  # type: ignore[call-overload]  # its stubs want the standards as literals
                source,
                root=folder,
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=[_STANDARD],
                timestamp=int(midnight.timestamp()),
            )
        )


def _data(plan: IssuePlan, page_counts: Sequence[int]) -> dict[str, Any]:
    sections: dict[str, list[dict[str, Any]]] = {}
    for index, (item, pages) in enumerate(zip(plan.items, page_counts, strict=True)):
        sections.setdefault(item.section, []).append(_item(index, item, pages))
    day = plan.published_on
    return {
        "name": plan.name,
        "number": plan.number,
        "publisher": plan.publisher,
        "province": plan.province,
        "first_page": plan.first_page,
        "date": [day.year, day.month, day.day],
        "day": f"{day.day:02d}-{day.month:02d}-{day.year}",
        "long_day": vietnamese.format_long_date(day).removeprefix("ngày "),
        "sections": [{"title": title, "items": items} for title, items in sections.items()],
    }


def _item(index: int, item: PlannedItem, pages: int) -> dict[str, Any]:
    heading = " ".join(part for part in (item.type_text, f"số {item.number}" if item.number else "") if part)
    day = item.issued_on
    return {
        "index": index,
        "heading": heading or item.title[:120],
        "title": item.title if heading else "",
        "issuer": item.issuer,
        "part": item.part,
        "day": f"{day.day:02d}-{day.month:02d}-{day.year}" if day else "",
        "pages": pages,
        "paragraphs": [line.strip() for line in item.text.splitlines() if line.strip()],
    }
