"""Replies by mail to the address of a report."""

from __future__ import annotations

from portal.core.registry import Reply, ReplyRefused
from portal.corrections.enums import EventKind
from portal.corrections.models import Report, ReportEvent, ReportFile
from portal.corrections.services import reports


def take(reply: Reply) -> None:
    """Add a reply to its report, with the files that were accepted; editors see that there is one."""
    report = Report.objects.select_related("contact").filter(pk=reply.key).first()
    if report is None:
        raise ReplyRefused
    note = "\n\n".join(part for part in (reply.text, *reply.notes) if part)
    event = ReportEvent.objects.create(report=report, kind=EventKind.REPLY, note=note)
    for file in reply.files:
        kept = ReportFile(event=event, name=file.name, size=len(file.content), sha256=file.sha256)
        # The sender's own name of the file may tell who he is; the store gets one that tells nothing.
        suffix = "." + file.name.rsplit(".", 1)[-1].lower()
        kept.file.save(f"{file.sha256[:32]}{suffix[:10]}", file.upload(), save=False)
        kept.save()
    if reply.notes:
        reports.tell_not_taken(report, reply.notes)
