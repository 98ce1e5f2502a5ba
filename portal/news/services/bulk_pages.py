"""Many pages at once below one parent: what `add_child` does for each of them, in a few statements for all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any
from uuid import uuid4

from django.db.models import F
from wagtail.models import Page

from portal.news.services.rows import insert_rows

Row = dict[str, Any]


def add_children(parent: Page, model: type[Page], rows: Sequence[Row]) -> list[int]:
    """Add pages as the last children of `parent`, inside the caller's transaction, and return their keys.

    A row holds values by column, slug and title among them; other columns get their defaults. A text goes in as it
    is, so a stream is given as its JSON. No signal is sent: the caller notes the changes for search.
    """
    if not rows:
        return []
    # Whoever else adds a page waits here, so that the paths below cannot be taken.
    locked = Page.objects.select_for_update().get(pk=parent.pk)
    last = Page.objects.child_of(locked).order_by("-path").values_list("path", flat=True).first()
    first_step = Page._str2int(last[-Page.steplen :]) + 1 if last else 1
    depth = locked.depth + 1
    for step, row in zip(count(first_step), rows, strict=False):
        row.update(
            path=Page._get_path(locked.path, depth, step),
            depth=depth,
            url_path=f"{locked.url_path}{row['slug']}/",
            draft_title=row["title"],
            locale_id=locked.locale_id,
            translation_key=uuid4(),
        )
    empty = model(live=True, has_unpublished_changes=False)
    insert_rows(empty, rows, model=Page)
    keys = dict(Page.objects.filter(path__in=[row["path"] for row in rows]).values_list("path", "pk"))
    for row in rows:
        row["page_ptr_id"] = keys[row["path"]]
    # Django's own `bulk_create` leaves out tables with a parent table.
    insert_rows(empty, rows)
    Page.objects.filter(pk=locked.pk).update(numchild=F("numchild") + len(rows))
    return [row["page_ptr_id"] for row in rows]
