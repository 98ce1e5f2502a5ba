"""Compute the status of every document anew."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand

from gazette.documents.services.effects import recompute_all


class Command(BaseCommand):
    """Thin wrapper of `services.effects.recompute_all`."""

    help = (
        "Compute the status of every document over time from its dates and relations, and store what changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many there are, how many changed and how long it took."""
        begun = time.perf_counter()
        count, changed = recompute_all()
        self.stdout.write(f"{count} documents, {changed} changed, {time.perf_counter() - begun:.1f} s")
