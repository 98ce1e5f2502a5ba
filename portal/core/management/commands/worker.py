"""`manage.py worker`: background work in a process of its own, for a site whose web server runs elsewhere."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.core import background


class Command(BaseCommand):
    """Index, publish on schedule, run tasks and clean up until Ctrl-C or SIGTERM."""

    help = "Keeps the search index, publishes on schedule, runs tasks and cleans up, until Ctrl-C or SIGTERM."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do all duties until told to stop."""
        background.run()
