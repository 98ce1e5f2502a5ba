"""When digests are due: every day, or every Monday, at seven in the morning in Viet Nam. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.alerts.enums import Frequency

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_HOUR = time(7)


def period_start(frequency: str, now: datetime) -> datetime:
    """Return when the present period of digests began."""
    local = now.astimezone(VIETNAM)
    day = local.date() if local.time() >= _HOUR else local.date() - timedelta(days=1)
    if frequency == Frequency.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, _HOUR, VIETNAM)
