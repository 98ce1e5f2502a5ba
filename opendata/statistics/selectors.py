"""Reads of figures and of what their checks found."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from opendata.datasets import engine
from opendata.datasets.compiler import source_of
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.statistics.facts import Facts, facts_of
from opendata.statistics.registry import Report, reports
from opendata.statistics.rules import OK


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file of ours."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(version: DatasetVersion) -> list[dict[str, Any]]:
    """Return all rows of a small version."""
    names = [column["name"] for column in version.columns]
    rows = engine.rows(
        f"SELECT * FROM {source_of(version.files.parquet).replace(', file_row_number=true', '')}"
    )
    return [dict(zip(names, row, strict=True)) for row in rows]


def facts(report: Report, version: DatasetVersion) -> Facts:
    """Return the facts of a report, its figures those of a version."""
    targets = {(int(row["year"]), int(row["number"])): row for row in read_csv(report.targets)}
    statements = {row["id"]: row["quote"] for row in read_csv(report.statements)}
    return facts_of(rows_of(version), statements=statements, targets=targets)


def report_of(dataset: Dataset) -> Report | None:
    """Return the report whose figures a dataset holds."""
    return next((report for _name, report in reports.items() if report.figures_slug == dataset.slug), None)


def flagged_checks(report: Report) -> list[dict[str, Any]]:
    """Return the checks that found something, as they were computed last."""
    checks = Dataset.objects.published().filter(slug=report.checks_slug).select_related("current").first()
    if checks is None or checks.current is None:
        return []
    return [row for row in rows_of(checks.current) if row["verdict"] != OK]
