"""Check that everything is as it was published."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from gazette.publication_log.services import verify_all


class Command(BaseCommand):
    """Recompute the log's chain, the content of every published record, every file's checksum, computed columns."""

    help = "Check files, published records, computed statuses and the publication log; exit 1 names what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each record at fault and end with 1, or say that all is well."""
        faults = 0
        for fault in verify_all():
            faults += 1
            self.stderr.write(f"{fault.record}: {fault.message}")
        if faults:
            self.stderr.write(f"{faults} chỗ sai lệch.")
            sys.exit(1)
        if options["verbosity"]:
            self.stdout.write("Mọi nội dung, tệp và nhật ký đều đúng như đã công bố.")
