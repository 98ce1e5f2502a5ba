"""`manage.py make_dump`: make the dump of the night now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opendata.dumps.services.keeping import make_now


class Command(BaseCommand):
    """Make a dump of everything that is published."""

    help = "Makes a bulk download of everything that is published, with SHA-256 and manifest."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say where it is."""
        made = make_now()
        if made is None:
            raise CommandError("Another process makes a dump at this moment.")
        self.stdout.write(str(made))
