"""Storing imported issues in batches: a constant number of queries for each batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gazette.issues.addressing import choose_address
from gazette.issues.matching import province_key
from gazette.issues.models import FormerAddress, GazetteEntry, GazetteIssue
from gazette.issues.models.issues import overlap_error
from gazette.issues.services.linking import link_issues
from gazette.issues.services.records import GAZETTE_FIELDS, GazetteRecord, check_gazette
from portal.agencies.selectors import own_provinces
from portal.core.importing import Importer
from search import outbox

#: What a line tells; file, publication and reason of withdrawal are the editors'.
_UPDATED_FIELDS = [
    "year", "issue_number", "first_number", "last_number", "part", "slug", "published_on", "listed_on", "listed_number",
    "title", "note", "province", "source_name", "source_url", "source_reference", "source_digest", "updated_at", "folded",
]  # fmt: skip


@dataclass(slots=True)
class _Stored:
    """An issue of one of the batch's years, as it is or is about to be."""

    pk: int | None
    source_id: str | None
    year: int
    slug: str
    province: str
    part: str
    first: int | None
    last: int | None
    text: str
    was_published: bool


class GazetteImporter(Importer[GazetteRecord]):
    """Takes in issues with their contents; an unchanged line costs nothing, a changed one replaces what was imported."""

    known_fields = GAZETTE_FIELDS

    def __init__(self) -> None:
        self._own = own_provinces()

    def check(self, raw: dict[str, Any], digest: str) -> GazetteRecord:
        """Return the clean record or raise `Rejected`."""
        return check_gazette(raw, digest)

    def store(self, records: list[GazetteRecord]) -> tuple[int, list[tuple[GazetteRecord, str]]]:
        """Store a batch; an issue with a number that another one of its year carries is refused."""
        known = dict(
            GazetteIssue.objects.filter(source_id__in=[r.source_id for r in records]).values_list(
                "source_id", "source_digest"
            )
        )
        records = [record for record in records if known.get(record.source_id) != record.digest]
        stored = self._stored(records)
        issues: list[GazetteIssue] = []
        moved: list[tuple[str, int, str]] = []
        refused = []
        for record in records:
            issue = self._issue(record)
            before = next((other for other in stored if other.source_id == record.source_id), None)
            if reason := _refusal(issue, stored):
                refused.append((record, reason))
                continue
            issue.slug = _address(issue, before, stored)
            if before is not None:
                stored.remove(before)
                if before.was_published and (before.year, before.slug) != (issue.year, issue.slug):
                    moved.append((record.source_id, before.year, before.slug))
            stored.append(_as_stored(issue, before))
            issues.append(issue)
        if issues:
            accepted = {issue.source_id for issue in issues}
            self._write(issues, [record for record in records if record.source_id in accepted], moved)
        return len(issues), refused

    def _stored(self, records: Iterable[GazetteRecord]) -> list[_Stored]:
        """Return the issues that may stand in the way of the batch's, and those that it replaces."""
        years, ids = {record.year for record in records}, [record.source_id for record in records]
        rows = GazetteIssue.objects.filter(year__in=years) | GazetteIssue.objects.filter(source_id__in=ids)
        columns = ("pk", "source_id", "year", "slug", "province", "part", "first_number", "last_number", "issue_number")
        return [
            _Stored(*row[:-1], was_published=row[-1] is not None)
            for row in rows.order_by("pk").values_list(*columns, "first_published_at")
        ]

    def _issue(self, record: GazetteRecord) -> GazetteIssue:
        now = timezone.now()
        # The province that publishes this portal is not named on its own issues.
        is_own = province_key(record.province) in self._own
        issue = GazetteIssue(
            source_id=record.source_id,
            source_digest=record.digest,
            year=record.year,
            issue_number=record.issue_number,
            part=record.part,
            published_on=record.published_on,
            title=record.title,
            note=record.note,
            province="" if is_own else record.province,
            source_reference=record.source_reference,
            source_name=record.source_name,
            source_url=record.source_url,
            live=True,
            first_published_at=now,
            last_published_at=now,
            updated_at=now,
        )
        issue.derive()
        return issue

    def _write(
        self, issues: list[GazetteIssue], records: list[GazetteRecord], moved: list[tuple[str, int, str]]
    ) -> None:
        GazetteIssue.objects.bulk_create(
            issues, update_conflicts=True, unique_fields=["source_id"], update_fields=_UPDATED_FIELDS
        )
        keys = dict(
            GazetteIssue.objects.filter(source_id__in=[issue.source_id for issue in issues]).values_list(
                "source_id", "pk"
            )
        )
        FormerAddress.objects.bulk_create(
            [FormerAddress(issue_id=keys[source_id], year=year, slug=slug) for source_id, year, slug in moved],
            ignore_conflicts=True,
        )
        GazetteEntry.objects.filter(issue__in=keys.values(), is_imported=True).delete()
        GazetteEntry.objects.bulk_create(
            [
                entry
                for record in records
                for entry in _entries(record, keys[record.source_id])
            ],
            batch_size=1000,
        )
        link_issues(keys.values())
        outbox.enqueue_many("gazette", keys.values())


def _refusal(issue: GazetteIssue, stored: list[_Stored]) -> str:
    """Return why an issue cannot be stored, "" when it can."""
    number = issue.number
    if number is None:
        return ""
    for other in stored:
        if other.first is None or other.last is None or other.source_id == issue.source_id:
            continue
        is_same_gazette = (other.year, other.province, other.part) == (issue.year, issue.province, issue.part)
        if is_same_gazette and other.first <= number.last and other.last >= number.first:
            error = overlap_error(other.text, issue.year)
            return f"issue: {error.messages[0]} (Another issue of the year has this number.)"
    return ""


def _address(issue: GazetteIssue, before: _Stored | None, stored: list[_Stored]) -> str:
    taken = {other.slug for other in stored if other.year == issue.year and other is not before}
    present = before.slug if before is not None and before.year == issue.year else ""
    return choose_address(issue.wanted_slug, issue.province, present=present, is_taken=taken.__contains__)


def _as_stored(issue: GazetteIssue, before: _Stored | None) -> _Stored:
    return _Stored(
        pk=before.pk if before else None,
        source_id=issue.source_id,
        year=issue.year,
        slug=issue.slug,
        province=issue.province,
        part=issue.part,
        first=issue.first_number,
        last=issue.last_number,
        text=issue.issue_number,
        was_published=True,
    )


def _entries(record: GazetteRecord, issue_id: int) -> Iterable[GazetteEntry]:
    for position, item in enumerate(record.entries):
        entry = GazetteEntry(
            issue_id=issue_id,
            sort_order=position,
            section=item.section,
            issuer=item.issuer,
            issued_on=item.issued_on,
            type_text=item.type_text,
            number=item.number,
            title=item.title,
            page_from=item.page_from,
            page_to=item.page_to,
            source_files=item.source_files,
            is_imported=True,
        )
        entry.derive()
        yield entry
