"""Storing imported issues in batches: a constant number of queries for each batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from gazette.issues.matching import province_key
from gazette.issues.models import FormerAddress, GazetteEntry, GazetteIssue
from gazette.issues.services.linking import link_issues
from gazette.issues.services.records import GAZETTE_FIELDS, GazetteRecord, check_gazette
from gazette.issues.services.register import IssueRegister
from portal.agencies.selectors import own_provinces
from portal.core import registry
from portal.core.importing import Importer
from search import outbox

#: What a line tells; file, publication and reason of withdrawal are the editors'.
_UPDATED_FIELDS = [
    "year", "issue_number", "first_number", "last_number", "part", "slug", "published_on", "listed_on",
    "listed_number", "title", "note", "province", "source_name", "source_url", "source_reference", "source_digest",
    "updated_at", "folded",
]  # fmt: skip


class GazetteImporter(Importer[GazetteRecord]):
    """Takes in issues with contents; an unchanged line costs nothing, a changed one replaces what was imported."""

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
        changed = [record for record in records if known.get(record.source_id) != record.digest]
        register = IssueRegister.of(
            years={record.year for record in changed}, source_ids=[record.source_id for record in changed]
        )
        accepted: list[tuple[GazetteRecord, GazetteIssue]] = []
        refused = []
        for record in changed:
            issue = self._issue(record)
            try:
                register.place(issue)
            except ValidationError as error:
                reason = f"issue: {error.messages[0]} (Another issue of the year has this number.)"
                refused.append((record, reason))
            else:
                accepted.append((record, issue))
        if accepted:
            _write(accepted, register)
        return len(accepted), refused

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


def _write(accepted: list[tuple[GazetteRecord, GazetteIssue]], register: IssueRegister) -> None:
    source_ids = [record.source_id for record, _issue in accepted]
    # An imported copy follows its source: it is opened for the new wording and sealed again.
    GazetteIssue.objects.filter(source_id__in=source_ids).update(sealed_at=None)
    GazetteIssue.objects.bulk_create(
        [issue for _record, issue in accepted],
        update_conflicts=True,
        unique_fields=["source_id"],
        update_fields=_UPDATED_FIELDS,
    )
    keys = dict(GazetteIssue.objects.filter(source_id__in=source_ids).values_list("source_id", "pk"))
    FormerAddress.objects.bulk_create(
        [
            FormerAddress(issue_id=keys[source_id], year=year, slug=slug)
            for source_id, year, slug in register.moved
        ],
        ignore_conflicts=True,
    )
    GazetteEntry.objects.filter(issue__in=keys.values(), is_imported=True).delete()
    entries = [entry for record, _issue in accepted for entry in _entries(record, keys[record.source_id])]
    GazetteEntry.objects.bulk_create(entries, batch_size=1000)
    link_issues(keys.values())
    GazetteIssue.objects.filter(pk__in=keys.values(), live=True).update(sealed_at=timezone.now())
    registry.imported("gazette", keys.values())
    outbox.enqueue_many("gazette", keys.values())


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
