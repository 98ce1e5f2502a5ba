"""Failed logins: who failed from where is personal, and is forgotten when it no longer locks anybody out."""

from __future__ import annotations

from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone


def forget_attempts() -> bool:
    """Delete the failed logins whose time has passed; return False, for nothing more waits."""
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - settings.AXES_COOLOFF_TIME).delete()
    return False
