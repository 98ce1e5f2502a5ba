"""Links between entries of contents and the documents that they name by number and issuer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from gazette.documents.models import LegalDocument
from gazette.issues.matching import Candidate, Wanted, match, province_key
from gazette.issues.models import GazetteEntry
from gazette.publication_log.services import log_published
from portal.agencies.enums import AgencyLevel
from portal.agencies.selectors import own_provinces
from portal.core import generation

_LINKED = "Nối mục lục với văn bản có trên cổng."


def link_documents(document_ids: Iterable[int]) -> int:
    """Link the entries that have waited for these documents; return how many were linked."""
    keys = LegalDocument.objects.filter(pk__in=list(document_ids)).exclude(number_key="").values("number_key")
    return _link(GazetteEntry.objects.filter(document=None, number_key__in=keys))


def link_issues(issue_ids: Iterable[int]) -> int:
    """Link the entries of these issues to documents that the portal holds; return how many were linked."""
    return _link(GazetteEntry.objects.filter(document=None, issue__in=list(issue_ids)).exclude(number_key=""))


def link_entry(entry: GazetteEntry) -> int:
    """Link one entry that an editor stored without choosing a document; return how many were linked."""
    if entry.document_id or not entry.number_key:
        return 0
    return _link(GazetteEntry.objects.filter(pk=entry.pk))


@transaction.atomic
def _link(waiting: QuerySet[GazetteEntry]) -> int:
    entries = list(waiting.select_related("issue"))
    if not entries:
        return 0
    own = own_provinces()
    candidates = _candidates({entry.number_key for entry in entries}, own)
    linked = []
    for entry in entries:
        document_id = match(_wanted(entry, own), candidates[entry.number_key])
        if document_id is not None:
            entry.document_id = document_id
            linked.append(entry)
    if linked:
        GazetteEntry.objects.bulk_update(linked, ["document"], batch_size=500)
        generation.raise_generation()
        log_published("gazette", {entry.issue_id for entry in linked}, reason=_LINKED)
    return len(linked)


def _wanted(entry: GazetteEntry, own: frozenset[str]) -> Wanted:
    province = province_key(entry.issue.province)
    return Wanted(
        number=entry.number,
        issuer=entry.issuer,
        type_text=entry.type_text,
        issued_on=entry.issued_on,
        year=entry.issue.year,
        provinces=own | {""} if province in own | {""} else frozenset({province}),
    )


def _candidates(number_keys: set[str], own: frozenset[str]) -> dict[str, list[Candidate]]:
    """Return the documents of each number, with every name of their issuers (two queries)."""
    documents = (
        LegalDocument.objects.filter(number_key__in=number_keys)
        .select_related("issuing_agency")
        .prefetch_related("issuing_agency__names")
        .only("number_key", "issuer_name", "province", "issued_on", "issuing_agency")
    )
    candidates: defaultdict[str, list[Candidate]] = defaultdict(list)
    for document in documents:
        agency = document.issuing_agency
        names = [agency.name_vi, *(other.name_vi for other in agency.names.all())] if agency else []
        province = province_key(document.province or (agency.province if agency else ""))
        candidates[document.number_key].append(
            Candidate(
                document_id=document.pk,
                issuers=[name for name in (document.issuer_name, *names) if name],
                province="" if province in own else province,
                is_central=bool(agency and agency.level == AgencyLevel.CENTRAL),
                issued_on=document.issued_on,
            )
        )
    return candidates
