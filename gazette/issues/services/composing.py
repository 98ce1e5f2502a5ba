"""Composing an issue from the intake register: which documents, in which order, which pages of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gazette.issues.deadlines import Purpose, deadline
from gazette.issues.enums import IntakeState, Section
from gazette.issues.models import GazetteEntry, GazetteIssue, IntakeEntry
from gazette.issues.selectors import deadline_rules
from portal.core.selectors import working_calendar


@dataclass(frozen=True, kw_only=True)
class Placement:
    """An entry as the composer orders it."""

    entry_id: int
    position: int
    original_from: int | None = None
    original_to: int | None = None
    part_number: int | None = None
    part_count: int | None = None


@transaction.atomic
def add_to_issue(issue: GazetteIssue, intake: IntakeEntry) -> GazetteEntry:
    """Put a checked document at the end of an issue that is not published; raises a coded `ValidationError`."""
    _refuse_sealed(issue)
    if intake.state != IntakeState.CHECKED:
        raise ValidationError(
            _("Văn bản chưa được kiểm tra xong nên chưa đưa vào số được."), code="not_checked"
        )
    found = deadline(Purpose.PUBLISH, intake.received_on, deadline_rules(), working_calendar())
    last = issue.entries.order_by("-sort_order").first()
    entry = GazetteEntry(
        issue=issue,
        intake=intake,
        document=intake.document,
        section=str(Section(intake.section).label),
        number=intake.number,
        type_text=intake.type_text,
        issuer=intake.issuer,
        issued_on=intake.signed_on,
        title=intake.title,
        received_on=intake.received_on,
        due_on=found.due_on if found else None,
        corrects=intake.corrects,
        correction=intake.correction,
        sort_order=(last.sort_order or 0) + 1 if last else 1,
    )
    entry.save()
    return entry


@transaction.atomic
def remove_from_issue(issue: GazetteIssue, entry_id: int) -> None:
    """Take a document out of an issue that is not published; it waits in the register again."""
    _refuse_sealed(issue)
    issue.entries.filter(pk=entry_id).delete()


@transaction.atomic
def arrange(issue: GazetteIssue, placements: Sequence[Placement]) -> None:
    """Order an issue's entries by position and keep which pages and parts of them it prints."""
    _refuse_sealed(issue)
    entries = {entry.pk: entry for entry in issue.entries.all()}
    placed = sorted(placements, key=lambda item: (item.position, entries[item.entry_id].sort_order or 0))
    for order, item in enumerate(placed, start=1):
        entry = entries[item.entry_id]
        entry.sort_order = order
        entry.original_from, entry.original_to = item.original_from, item.original_to
        entry.part_number, entry.part_count = item.part_number, item.part_count
        entry.page_from = entry.page_to = None
        entry.clean()
        if entry.original_from and entry.original_to and entry.original_to < entry.original_from:
            raise ValidationError(_("Trang cuối không được trước trang đầu."), code="pages_reversed")
        entry.save()


@transaction.atomic
def arrange_by_rule(issue: GazetteIssue) -> None:
    """Order an issue's entries by the rule: section, day, number."""
    _refuse_sealed(issue)
    entries = list(issue.entries.select_related("intake"))
    known = [entry for entry in entries if entry.intake]
    others = [entry for entry in entries if not entry.intake]
    known.sort(key=lambda entry: (*entry.intake.order_key, entry.part_number or 0))
    for order, entry in enumerate([*known, *others], start=1):
        GazetteEntry.objects.filter(pk=entry.pk).update(sort_order=order, page_from=None, page_to=None)


def _refuse_sealed(issue: GazetteIssue) -> None:
    if GazetteIssue.objects.filter(pk=issue.pk, sealed_at__isnull=False).exists() or issue.live:
        raise ValidationError(
            _("Số Công báo đã đăng không được sửa; hãy đăng đính chính ở một số sau."), code="sealed"
        )
