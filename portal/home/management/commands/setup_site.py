"""setup_site: the first pages, languages, groups and the workflow of a site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.home.services import ensure_site


class Command(BaseCommand):
    """Make what is missing; may be run at any time, and changes nothing that editors made."""

    help = "Makes home page, sections, plain pages, languages, groups and workflow where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        home = ensure_site(is_demonstration=settings.ENVIRONMENT.demo)
        if options["verbosity"]:
            self.stdout.write(f"The site stands at {settings.SITE_URL}, its home page is number {home.pk}.")
