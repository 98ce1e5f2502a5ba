"""What other rooms and pages read of gazette issues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from gazette.documents.models import PublicationDeadline
from gazette.issues.deadlines import Purpose, Rule, deadline
from gazette.issues.enums import IntakeState
from gazette.issues.models import FormerAddress, GazetteEntry, GazetteIssue, IntakeEntry
from gazette.issues.numbering import IssueNumber, parse_issue_number
from gazette.issues.querysets import GazetteIssueQuerySet
from portal.core.selectors import working_calendar
from search import vietnamese

#: Public names of the orders of a list.
SORTS: dict[str, tuple[str, ...]] = {
    "-date": ("-listed_on", "-listed_number", "-id"),
    "date": ("listed_on", "listed_number", "id"),
}


@dataclass(frozen=True, kw_only=True)
class IssueFilters:
    """What a list of issues may be asked for."""

    year: int | None = None
    #: A number that the issue carries, alone or among others.
    number: IssueNumber | None = None
    #: The number of a document in the contents, in any spelling.
    document: str = ""
    q: str = ""
    province: str | None = None
    published_from: date | None = None
    published_to: date | None = None
    sort: str = "-date"


@dataclass(frozen=True, kw_only=True)
class FoundIssue:
    """An issue that an address means, and whether the address is the issue's own."""

    issue: GazetteIssue
    is_canonical: bool


def find_issues(filters: IssueFilters) -> GazetteIssueQuerySet:
    """Return the published issues that meet every filter, in the asked order."""
    found = GazetteIssue.objects.published()
    if filters.year:
        found = found.filter(year=filters.year)
    if filters.number:
        found = found.holding(filters.number)
    if filters.document:
        found = found.publishing(filters.document)
    if filters.q:
        found = found.containing(filters.q)
    if filters.province is not None:
        found = found.filter(province=filters.province)
    if filters.published_from:
        found = found.filter(published_on__gte=filters.published_from)
    if filters.published_to:
        found = found.filter(published_on__lte=filters.published_to)
    return found.order_by(*SORTS[filters.sort])


def issue_at(year: int, text: str) -> FoundIssue | None:
    """Return the issue that an address of a year means: its own, a former one, another spelling, one of its numbers.

    Withdrawn issues are found too, so that their address can tell why; drafts that were never published are not.
    """
    words = vietnamese.normalize(text)
    issues = GazetteIssue.objects.filter(Q(live=True) | Q(first_published_at__isnull=False), year=year)
    issues = issues.select_related("file", "latest_revision")
    if issue := issues.filter(slug=words).first():
        return FoundIssue(issue=issue, is_canonical=text == issue.slug)
    slugs = [slug for slug in (words, vietnamese.slugify(words)) if slug]
    former = FormerAddress.objects.filter(year=year, slug__in=slugs).select_related("issue__file").first()
    if former:
        return FoundIssue(issue=former.issue, is_canonical=False)
    found = issues.filter(slug__in=slugs)
    if number := _number(words):
        # The portal's own issue before another province's, the published before the withdrawn.
        found = issues.holding(number).order_by("-live", "province", "pk")
    issue = found.first()
    return FoundIssue(issue=issue, is_canonical=False) if issue else None


def _number(text: str) -> IssueNumber | None:
    try:
        return parse_issue_number(text)
    except ValidationError:
        return None


def with_entries(issues: GazetteIssueQuerySet) -> GazetteIssueQuerySet:
    """Read issues with their contents and the documents that these link to, at a fixed number of queries."""
    return issues.select_related("file").prefetch_related(_entries())


def load_entries(issue: GazetteIssue) -> None:
    """Read the contents of an issue that is at hand, as `with_entries` does."""
    prefetch_related_objects([issue], _entries())


def _entries() -> Prefetch[Any]:
    entries = GazetteEntry.objects.select_related("document__document_type")
    return Prefetch("entries", queryset=entries.defer("document__text", "document__folded", "folded"))


def year_counts() -> list[tuple[int, int]]:
    """Return the years that have published issues with their numbers of issues, the newest first."""
    rows = GazetteIssue.objects.published().order_by("-year").values("year").annotate(total=Count("pk"))
    return [(row["year"], row["total"]) for row in rows]


def provinces() -> list[str]:
    """Return the provinces of published issues; "" stands for the portal's own."""
    names = GazetteIssue.objects.published().order_by().values_list("province", flat=True).distinct()
    return sorted(names, key=vietnamese.sort_key)


def neighbours(issue: GazetteIssue) -> tuple[GazetteIssue | None, GazetteIssue | None]:
    """Return the issues before and after in the numbering of the same gazette, over the turn of the year."""
    if issue.first_number is None:
        return None, None
    same = GazetteIssue.objects.published().filter(
        province=issue.province, part=issue.part, first_number__isnull=False
    )
    before = Q(year__lt=issue.year) | Q(year=issue.year, first_number__lt=issue.first_number)
    after = Q(year__gt=issue.year) | Q(year=issue.year, first_number__gt=issue.first_number)
    return (
        same.filter(before).order_by("-year", "-first_number").first(),
        same.filter(after).order_by("year", "first_number").first(),
    )


def newest_issues(*, limit: int = 6) -> list[GazetteIssue]:
    """Return the newest published issues."""
    return list(find_issues(IssueFilters()).for_list()[:limit])


def publications_of(document_ids: Iterable[int]) -> list[GazetteEntry]:
    """Return the entries of published issues by which these documents were published, in order of publication."""
    entries = GazetteEntry.objects.filter(document__in=list(document_ids), issue__live=True)
    order = ("issue__listed_on", "issue__listed_number", "sort_order", "id")
    return list(entries.select_related("issue").order_by(*order))


def unpublished_issue_at(year: int, text: str) -> GazetteIssue | None:
    """Return the issue of a year with this number or address, published or not; the portal's own first."""
    issues = GazetteIssue.objects.filter(year=year)
    found = issues.filter(slug=vietnamese.normalize(text)).first()
    if found is None and (number := _number(text)):
        found = issues.holding(number).order_by("province", "live", "pk").first()
    return found


def entry_at(issue: GazetteIssue, position: int) -> GazetteEntry | None:
    """Return the entry at a place of an issue's contents, counted from 1."""
    entries = issue.entries.select_related("document", "corrects__issue").order_by("sort_order", "pk")
    return next(iter(entries[position - 1 : position]), None) if position > 0 else None


def position_of(entry: GazetteEntry) -> int:
    """Return the place of an entry in its issue's contents, counted from 1."""
    before = Q(sort_order__lt=entry.sort_order) | Q(sort_order=entry.sort_order, pk__lt=entry.pk)
    return GazetteEntry.objects.filter(before, issue=entry.issue_id).count() + 1


def corrections_of_documents(document_ids: Iterable[int]) -> list[GazetteEntry]:
    """Return the published corrections of entries that print these documents, the oldest first."""
    found = GazetteEntry.objects.filter(corrects__document__in=list(document_ids), issue__live=True)
    return list(found.select_related("issue").order_by("issue__listed_on", "issue_id", "sort_order"))


def waiting_intake() -> list[IntakeEntry]:
    """Return the checked documents that stand in no issue yet or only in part, the oldest first."""
    placed = GazetteEntry.objects.filter(intake=OuterRef("pk"))
    unfinished = placed.filter(part_count__gt=1)
    waiting = IntakeEntry.objects.filter(
        Q(~Exists(placed)) | Q(Exists(unfinished)), state=IntakeState.CHECKED
    )
    return list(waiting.order_by("received_on", "pk")[:200])


def late_intake(today: date, limit: int = 20) -> list[IntakeEntry]:
    """Return the documents that wait past their deadline, the latest first; each with `due_on`."""
    rules, calendar = deadline_rules(), working_calendar()
    placed = GazetteEntry.objects.filter(intake=OuterRef("pk"), issue__live=True)
    waiting = IntakeEntry.objects.exclude(state=IntakeState.RETURNED).filter(~Exists(placed))
    late = []
    for entry in waiting.order_by("received_on", "pk")[:1000]:
        found = deadline(Purpose.PUBLISH, entry.received_on, rules, calendar)
        if found is not None and found.due_on is not None and found.due_on < today:
            entry.due_on = found.due_on  # type: ignore[attr-defined]  # told beside the row
            late.append(entry)
    return late[:limit]


def deadline_rules() -> list[Rule]:
    """Return the time limits of the gazette as editors keep them (one query)."""
    rows = PublicationDeadline.objects.filter(topic=PublicationDeadline.Topic.GAZETTE)
    return [
        Rule(
            code=row.code, amount=row.amount, unit=row.unit, legal_basis=row.legal_basis, valid_from=row.valid_from,
            valid_until=row.valid_until,
        )
        for row in rows
    ]  # fmt: skip
