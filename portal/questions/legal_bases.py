"""The law that an answer names: read line by line, and told in words that the rooms of law link."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.core.registry import text_linkers
from search import vietnamese

_MOST = 50
_LINE = re.compile(
    r"^(?:điều\s+(?P<article>[0-9]+[a-zđ]?)\s*[,;:.-]?\s*(?:của\s+)?)?(?P<number>.+)$", re.IGNORECASE
)


def parse_bases(text: str) -> list[dict[str, str]]:
    """Return the law named in a text, one a line."""
    found: list[dict[str, str]] = []
    for line in vietnamese.normalize(text).splitlines()[:_MOST]:
        match = _LINE.match(" ".join(line.split()))
        if match and match["number"].strip():
            entry = {"number": match["number"].strip()[:120], "article": match["article"] or ""}
            if entry not in found:
                found.append(entry)
    return found


def words_of(base: dict[str, Any]) -> str:
    """Return how a cited law is called."""
    article, number = str(base.get("article") or ""), str(base.get("number") or "")
    return _("Điều %(article)s %(number)s") % {"article": article, "number": number} if article else number


def bases_text(bases: Sequence[dict[str, Any]]) -> str:
    """Return the cited law as it is edited."""
    lines = (
        f"Điều {base['article']}, {base['number']}" if base.get("article") else base["number"]
        for base in bases
    )
    return "\n".join(lines)


def linked_bases(bases: Sequence[dict[str, Any]], written_on: date | None) -> list[dict[str, Any]]:
    """Return each cited law with its words and the address where the portal has it, else without."""
    rows: list[dict[str, Any]] = [
        {
            "number": base.get("number") or "",
            "article": base.get("article") or "",
            "text": words_of(base),
            "url": "",
        }
        for base in bases
    ]
    texts = [f"Điều {row['article']} {row['number']}" if row["article"] else row["number"] for row in rows]
    for _name, linker in text_linkers.items():
        for row, places in zip(rows, linker(texts, written_on), strict=True):
            if not row["url"] and places:
                # The place that names the article stands before or around that of the whole law.
                row["url"] = max(places, key=lambda place: ("#" in place[2], place[1] - place[0]))[2]
    return rows
