"""What of gazette issues is downloaded in bulk."""

from django.utils.translation import gettext_lazy as _

from gazette.issues.models import FormerAddress, GazetteEntry, GazetteIssue
from portal.core.registry import Collection, DumpedTable, collections


def register() -> None:
    """Register the collection; called once, when the apps are loaded."""
    collections.register(
        "gazette",
        Collection(
            title=_("Công báo"),
            path="/cong-bao/",
            endpoint="gazette/issues",
            has_feeds=True,
            tables=[
                DumpedTable(
                    name="gazette_issues",
                    model=GazetteIssue,
                    rows=GazetteIssue.objects.published,
                    shows=("file",),
                    leave_out=frozenset({"withdrawn_reason"}),
                ),
                DumpedTable(name="gazette_entries", model=GazetteEntry),
                DumpedTable(name="gazette_former_addresses", model=FormerAddress),
            ],
        ),
        order=40,
    )
