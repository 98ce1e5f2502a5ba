"""What is known of an issue's file and of corrections of what it printed; models may read it too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from gazette.issues.models import GazetteEntry, GazetteIssue


def corrections_of(entry_ids: Iterable[int]) -> list[GazetteEntry]:
    """Return the published corrections of these entries, the oldest first."""
    found = apps.get_model("issues", "GazetteEntry").objects.filter(
        corrects__in=list(entry_ids), issue__live=True
    )
    return list(found.select_related("issue").order_by("issue__listed_on", "issue_id", "sort_order"))


def first_page_of_file(issue: GazetteIssue) -> int | None:
    """Return the number that the first page of an issue's file carries, None where nobody knows."""
    if issue.file is None:
        return None
    report = issue.builds.filter(sha256=issue.file.sha256).values_list("report", flat=True).first()
    return report.get("first_page") if report else None


def obstacles_of_file(issue: GazetteIssue) -> dict[str, list[str]]:
    """Return of each entry, by its key, why its original keeps the issue's file from being PDF/A."""
    if issue.file is None:
        return {}
    report = issue.builds.filter(sha256=issue.file.sha256).values_list("report", flat=True).first()
    return dict(report.get("obstacles", {})) if report else {}
