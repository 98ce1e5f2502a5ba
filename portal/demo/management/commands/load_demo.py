"""Load the demonstration province."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.demo import services


class Command(BaseCommand):
    """load_demo: may be interrupted and run again without doubling anything."""

    help = "Load the demonstration province: documents, gazette issues, news, datasets."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it."""
        services.load(report=lambda step: self.stdout.write(f"— {step}"))
