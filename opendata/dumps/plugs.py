"""Where dumps plug into the rest of the portal."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from gazette.signatures.models import FileInspection
from opendata.dumps.columns import shown_rows
from opendata.dumps.services.keeping import make_if_due
from opendata.dumps.sitemaps import DumpSitemap
from portal.core import registry
from portal.core.models import Attachment, PortalImage
from portal.core.registry import Collection, DumpedTable, Duty

_DUE_EVERY = 300


def connect() -> None:
    """Register everything once."""
    registry.collections.register("reference", _code_lists(), order=0)
    registry.collections.register("files", _files(), order=20)
    registry.duties.register("dumps", Duty("dumps", _DUE_EVERY, make_if_due))
    registry.sitemaps.register("dumps", DumpSitemap)


def _code_lists() -> Collection:
    """Return the code lists of all rooms; those of agencies are in a collection of their own."""
    own = {table.model for _name, collection in registry.collections.items() for table in collection.tables}
    return Collection(
        title=_("Bảng mã"),
        endpoint="reference",
        tables=[
            DumpedTable(name=name, model=table.model, replaces=len(table.key) > 1)
            for name, table in registry.reference_tables.items()
            if table.model not in own
        ],
    )


def _files() -> Collection:
    return Collection(
        title=_("Tệp và ảnh đã công bố"),
        tables=[
            DumpedTable(
                name="files", model=Attachment, rows=shown_rows(Attachment),
                leave_out=frozenset({"tags", "collection"}),
            ),
            DumpedTable(
                name="images", model=PortalImage, rows=shown_rows(PortalImage),
                leave_out=frozenset({"tags", "collection"}),
            ),
            DumpedTable(name="file_inspections", model=FileInspection, rows=_inspections),
        ],
    )  # fmt: skip


def _inspections() -> QuerySet[FileInspection]:
    public = shown_rows(Attachment)().filter(sha256=OuterRef("sha256"))
    return FileInspection.objects.filter(Exists(public), inspected_at__isnull=False)
