"""What this room shows on the pages of datasets."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from opendata.datasets.models import Dataset, DatasetVersion
from opendata.statistics.selectors import flagged_checks, report_of


def checks_section(
    request: HttpRequest, dataset: Dataset, version: DatasetVersion
) -> tuple[str, dict[str, Any]] | None:
    """Return what the checks of a report's figures found."""
    report = report_of(dataset)
    if report is None:
        return None
    note = "note_en" if get_language() == "en" else "note_vi"
    found = [
        {"id": row["check_id"], "dataset": row["dataset"], "note": row[note] or row["note_vi"]}
        for row in flagged_checks(report)
    ]
    return "opendata/statistics/_checks.html", {"checks": found, "checks_slug": report.checks_slug}
