"""Due dates of open reports: moved with the holidays that editors keep, reminded of before and after."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.selectors import working_calendar
from portal.core.services.mailing import mail_address
from portal.corrections.due_dates import due_on
from portal.corrections.enums import OPEN_STATES, EventKind
from portal.corrections.models import Report, ReportEvent
from search.vietnamese import format_date

#: Editors are reminded so many days before the last one, and on the day after it.
REMIND_BEFORE = 3


def work() -> bool:
    """Move due dates and send reminders; return False, for nothing more waits. The worker's duty."""
    move_due_dates()
    remind()
    return False


def move_due_dates() -> int:
    """Compute the due dates of open reports anew; return how many moved."""
    calendar, moved = working_calendar(), 0
    for report in Report.objects.filter(state__in=OPEN_STATES).only("pk", "created_at", "due_on", "state"):
        day = due_on(timezone.localdate(report.created_at), calendar)
        if day == report.due_on:
            continue
        with transaction.atomic():
            Report.objects.filter(pk=report.pk).update(due_on=day)
            ReportEvent.objects.create(
                report=report,
                kind=EventKind.DUE,
                before=format_date(report.due_on),
                after=format_date(day),
                note=_("Lịch nghỉ thay đổi."),
            )
        moved += 1
    return moved


def remind() -> None:
    """Remind every editor once before and once after the due date of an open report."""
    today = timezone.localdate()
    soon = today + timedelta(days=REMIND_BEFORE)
    due = Report.objects.filter(state__in=OPEN_STATES, due_on__lte=soon).order_by("due_on", "pk")
    editors = list(_editors()) if due.exists() else []
    for report in due if editors else ():
        stage = "late" if report.due_on < today else "soon"
        body = render_to_string(
            "emails/corrections/reminder.txt",
            {
                "report": report,
                "is_late": stage == "late",
                "link": settings.SITE_URL + reverse("corrections_desk:report", args=[report.pk]),
            },
        )
        for user in editors:
            key = f"corrections:{stage}:{report.pk}:{report.due_on:%Y%m%d}:{user.pk}"
            mail_address(
                user.email, _("Báo thông tin không chính xác: sắp đến hạn hoặc quá hạn"), body, key=key
            )


def _editors():  # type: ignore[no-untyped-def]  # whatever the user model is
    is_handler = Q(
        groups__permissions__codename="handle_report",
        groups__permissions__content_type__app_label="corrections",
    )
    return (
        get_user_model()
        .objects.filter(is_handler, is_active=True)
        .exclude(email="")
        .distinct()
        .order_by("pk")
    )
