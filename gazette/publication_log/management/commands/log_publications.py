"""Tell the log of what was published before it existed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gazette.publication_log.services import log_missing


class Command(BaseCommand):
    """Add every published record that the log does not know."""

    help = "Add every published record that the publication log does not know yet; may be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many lines were added."""
        written = log_missing()
        if options["verbosity"]:
            self.stdout.write(f"Đã thêm {written} dòng vào nhật ký công bố.")
