"""Publish the figures of the reports that ship with the site."""

from typing import Any

from django.core.management.base import BaseCommand

from opendata.statistics.registry import reports
from opendata.statistics.services.publishing import publish_report


class Command(BaseCommand):
    """load_statistics: may be run again; figures that did not change make no new version."""

    help = "Publishes the figures of the reports, what is computed from them, and their checks."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish them."""
        for name, report in reports.items():
            imported = publish_report(report)
            self.stdout.write(
                f"{name}: {imported.version.row_count} figures, version {imported.version.number}"
            )
