"""How good a dataset is for who uses it: parts that anyone can check, and the promise of freshness against the fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from opendata.datasets.enums import CYCLE_DAYS, Licence, UpdateCycle
from opendata.datasets.models import Dataset


@dataclass(frozen=True)
class Part:
    """One criterion: whether it is met, and what is missing where it is not."""

    code: str
    label: str
    is_met: bool
    advice: str


@dataclass(frozen=True)
class Freshness:
    """When a dataset was last brought up to date, and until when it has to be again."""

    updated_on: date | None
    due_on: date | None
    is_late: bool
    days_late: int

    @property
    def is_promised(self) -> bool:
        """Whether a cycle was promised."""
        return self.due_on is not None


def freshness(dataset: Dataset, on: date | None = None) -> Freshness:
    """Return the promise and the fact on a day, by default today in Viet Nam."""
    today = on or timezone.localdate()
    updated = timezone.localdate(dataset.current.created_at) if dataset.current else None
    days = CYCLE_DAYS.get(dataset.update_cycle)
    due = updated + timedelta(days=days) if updated and days else None
    late = (today - due).days if due and today > due else 0
    return Freshness(updated, due, late > 0, late)


def parts(dataset: Dataset, on: date | None = None) -> list[Part]:
    """Return every criterion."""
    columns = dataset.current.columns if dataset.current else []
    explained = [
        column
        for column in columns
        if (dataset.dictionary.get(column["name"]) or {}).get("description")
        or (dataset.dictionary.get(column["name"]) or {}).get("unit")
    ]
    fresh = freshness(dataset, on)
    is_promised = dataset.update_cycle not in {UpdateCycle.IRREGULAR, ""}
    return [
        Part("description", _("Có mô tả"), len(dataset.description) >= 40, _("Hãy mô tả trong một hai câu.")),
        Part(
            "licence", _("Giấy phép rõ ràng"), dataset.licence != Licence.OTHER, _("Hãy chọn một giấy phép mở.")
        ),
        Part(
            "publisher", _("Có cơ quan công bố"), bool(dataset.publisher_id or dataset.publisher_name),
            _("Hãy ghi cơ quan công bố."),
        ),
        Part(
            "contact", _("Có nơi liên hệ"), bool(dataset.contact_email or dataset.contact_phone or dataset.owner),
            _("Hãy ghi đơn vị phụ trách hoặc nơi liên hệ."),
        ),
        Part(
            "period", _("Có phạm vi thời gian"), bool(dataset.temporal_from or dataset.temporal_to),
            _("Hãy ghi số liệu từ khi nào đến khi nào."),
        ),
        Part("place", _("Có phạm vi không gian"), bool(dataset.spatial), _("Hãy ghi địa bàn của số liệu.")),
        Part(
            "source", _("Có nguồn"), bool(dataset.source_name or dataset.document_id), _("Hãy ghi nguồn số liệu.")
        ),
        Part(
            "dictionary", _("Các cột được giải thích"),
            bool(columns) and len(explained) * 2 >= len(columns), _("Hãy giải thích hoặc ghi đơn vị của các cột."),
        ),
        Part(
            "cycle", _("Có cam kết cập nhật"), is_promised, _("Hãy chọn chu kỳ cập nhật.")
        ),
        Part(
            "fresh", _("Cập nhật đúng hẹn"), not fresh.is_late,
            _("Đã quá hạn %(days)s ngày.") % {"days": fresh.days_late},
        ),
        Part("format", _("Định dạng mở, máy đọc được"), bool(columns), _("Hãy tải số liệu lên.")),
    ]  # fmt: skip


def score(criteria: list[Part]) -> int:
    """Return the part of criteria that are met, in percent."""
    return round(100 * sum(part.is_met for part in criteria) / len(criteria)) if criteria else 0
