"""Send the digests of everything that is new, without waiting for the morning."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.alerts.services import digests
from portal.core.services import mail_delivery


class Command(BaseCommand):
    """send_alerts"""

    help = "Write the digests of what is new to everybody who follows it, and send all mail that waits."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; what was told once is not told again."""
        count = digests.send_now()
        while mail_delivery.deliver_due():
            pass
        self.stdout.write(f"{count} digests")
