"""Factories of corrections."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from portal.core.mailbox.files import MailFile
from portal.core.registry import Reply
from portal.core.services.private_contacts import Contact
from portal.corrections.enums import ReportState
from portal.corrections.models import Report, ReportFile
from portal.corrections.services import reports
from portal.corrections.services.replies import take
from portal.corrections.services.reports import NewReport

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def ReportFactory(  # noqa: N802  # named as the other factories
    *,
    address: str = "/van-ban/1/24-2021-qd-ubnd/",
    text: str = "Ngày ban hành sai.",
    email: str = "nguoi@example.vn",
) -> Report:
    return reports.receive(NewReport(address=address, text=text, contact=Contact(email=email)))[1]


def corrected(correction: str, *, address: str = "/van-ban/1/", at: datetime | None = None) -> Report:
    """Return a report that led to a correction, which stands in the public log."""
    report = ReportFactory(address=address)
    reports.change_state(report.pk, ReportState.CHECKING, user=None, text="")
    report = reports.change_state(report.pk, ReportState.CORRECTED, user=None, text=correction)
    if at is not None:
        report.decided_at = at
        report.save(update_fields=["decided_at"])
    return report


def reply_with_file(report: Report) -> ReportFile:
    file = MailFile(name="bằng chứng.pdf", content=PDF)
    take(
        Reply(
            key=report.pk,
            sender="nguoi@example.vn",
            subject=f"Re: {timezone.now()}",
            text="Xem tệp kèm.",
            files=[file],
            notes=[],
        )
    )
    return ReportFile.objects.get(event__report=report)
