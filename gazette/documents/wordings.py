"""Which wording of an article held on a day, and in what order its wordings followed one another."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from search import vietnamese

#: How the present wording is called where others have the name of their edition.
CURRENT = "hien-hanh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One wording of an article; `edition` is `CURRENT` for the present one."""

    edition: str
    title: str
    text: str
    #: First day of this wording and of the next one, null where no source says.
    valid_from: date | None = None
    valid_until: date | None = None
    #: The last day on which it is known to have held; null for the present wording.
    known_on: date | None = None
    changed_by: str = ""

    @property
    def is_current(self) -> bool:
        """Whether it is the present wording."""
        return self.edition == CURRENT

    @property
    def ends_on(self) -> date | None:
        """The first day of another wording, so far as it is known; null for the present one."""
        if self.is_current or self.valid_until:
            return self.valid_until
        return self.known_on + timedelta(days=1) if self.known_on else None

    def holds_on(self, on: date) -> bool:
        """Whether this wording, of those not yet replaced, is the one of a day."""
        return self.is_current or (self.ends_on is not None and on < self.ends_on)


def wording_on(wordings: Sequence[Wording], on: date) -> Wording:
    """Return the wording of a day among those of one article, oldest first, the present one last."""
    return next((wording for wording in wordings if wording.holds_on(on)), wordings[-1])


def edition_day(edition: str) -> date | None:
    """Return the last day that an edition such as 2023, 2023-11 or 2023-11-15 covers; None for other names."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", edition.strip())
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 12), int(match[3] or 0)
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an article that the source notes."""

    on: date
    words: str


def noted_changes(changes: Iterable[Any]) -> list[Change]:
    """Return the dated changes of a source's list, in order; what is no such list is left out."""
    found = []
    for item in changes:
        if not isinstance(item, dict):
            continue
        try:
            on = date.fromisoformat(str(item.get("from") or ""))
        except ValueError:
            continue
        found.append(Change(on, change_words(item)))
    return sorted(found, key=lambda change: change.on)


def change_words(item: dict[str, Any]) -> str:
    """Return a noted change in words: "sửa đổi, bổ sung bởi Điều 3 Nghị định 31/2024/NĐ-CP"."""
    kind = str(item.get("change") or "thay đổi")
    by = " ".join(
        part
        for part in (
            f"Điều {item['by_article']}" if item.get("by_article") else "",
            str(item.get("by_type") or ""),
            str(item.get("by") or ""),
        )
        if part
    )
    return f"{kind} bởi {by}" if by else kind


def note(wording: Wording, *, is_later: bool) -> str:
    """Return in a sentence which wording is shown of a day, and that it is a later one where it is."""
    said = (
        _("Lời văn hiện hành")
        if wording.is_current
        else _("Lời văn của bản %(edition)s") % {"edition": wording.edition}
    )
    sentence = f"{said} ({period(wording)})."
    if is_later:
        sentence += " " + _("Cổng không có lời văn trước ngày đó.")
    return sentence


def period(wording: Wording) -> str:
    """Return in words how long a wording held."""
    begin = vietnamese.format_date(wording.valid_from) if wording.valid_from else ""
    end = vietnamese.format_date(wording.valid_until) if wording.valid_until else ""
    if wording.is_current:
        return _("từ %(day)s") % {"day": begin} if begin else _("hiện hành")
    if end:
        return (
            _("từ %(day)s đến trước %(end)s") % {"day": begin, "end": end}
            if begin
            else _("đến trước %(end)s") % {"end": end}
        )
    known = vietnamese.format_date(wording.known_on) if wording.known_on else ""
    return _("bản phản ánh đến %(day)s, không rõ ngày thay đổi") % {"day": known}
