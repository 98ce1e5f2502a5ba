"""The reports whose figures are datasets: where they are, how they are checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from opendata.statistics.checks_2021 import RULES
from opendata.statistics.rules import Rule
from portal.core.registry import Registry

_RESOURCES = Path(__file__).parent / "resources"


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report: the slugs of its three datasets and the files that they come from."""

    year: int
    document_number: str
    figures_slug: str
    computed_slug: str
    checks_slug: str
    figures: Path
    computed: Path
    checks: Path
    statements: Path
    targets: Path
    rules: Mapping[str, Rule]


reports: Registry[Report] = Registry("report")
reports.register(
    "2021",
    Report(
        year=2021,
        document_number="63/BC-VPUBND",
        figures_slug="so-lieu-bao-cao-2021",
        computed_slug="so-lieu-tinh-toan-2021",
        checks_slug="kiem-tra-so-lieu-bao-cao-2021",
        figures=_RESOURCES / "figures_2021.csv",
        computed=_RESOURCES / "derived_2021.csv",
        checks=_RESOURCES / "checks_2021.csv",
        statements=_RESOURCES / "statements_2021.csv",
        targets=_RESOURCES / "annual_targets.csv",
        rules=RULES,
    ),
)
