"""The publication log for download: whoever keeps it can prove what was published when."""

from django.utils.translation import gettext_lazy as _

from gazette.publication_log.models import DailyHead, LogEntry
from gazette.publication_log.services.continuing import go_on, make_room
from portal.core.registry import Collection, DumpedTable, collections


def register() -> None:
    """Register the collection; called once, when the apps are loaded."""
    collections.register(
        "publication_log",
        Collection(
            title=_("Nhật ký công bố"),
            path="/cong-bao/nhat-ky/",
            changed_at="at",
            tables=[
                DumpedTable(
                    name="publication_log", model=LogEntry, replaces=True, prepare=make_room, finish=go_on
                ),
                DumpedTable(
                    name="publication_heads",
                    model=DailyHead,
                    replaces=True,
                    leave_out=frozenset({"published_at"}),
                ),
            ],
        ),
        order=90,
    )
