"""A portal that is made anew goes on with the log of the one before."""

from __future__ import annotations

from django.db import connection

from gazette.publication_log.enums import LogKind
from gazette.publication_log.models import ChainHead, DailyHead, LogEntry
from gazette.publication_log.protection import allow, forbid


class LogInUse(ValueError):
    """The log tells of more than the first pages of a new portal: it stays as it is."""


def make_room() -> None:
    """Forget what a new portal noted of its own first pages; raise `LogInUse` where it noted anything else."""
    if LogEntry.objects.exclude(kind=LogKind.PAGE).exists():
        raise LogInUse("The publication log of this portal tells of published records.")
    editor = connection.SchemaEditorClass(connection, atomic=False)
    tables = [model._meta.db_table for model in (LogEntry, DailyHead)]
    for table in tables:
        allow(editor, table)
    for model in (DailyHead, LogEntry, ChainHead):
        model._base_manager.all()._raw_delete(connection.alias)
    for table in tables:
        forbid(editor, table, message="the publication log is append-only")


def go_on() -> None:
    """Have the next entry follow the last one."""
    last = LogEntry.objects.order_by("-sequence").first()
    if last is not None:
        ChainHead.objects.update_or_create(pk=1, defaults={"sequence": last.sequence, "hash": last.hash})
