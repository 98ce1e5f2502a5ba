"""What other rooms and pages read of documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from gazette.documents.effect_timeline import Act
from gazette.documents.models import DocumentRelation, LegalDocument, PublicationDeadline
from gazette.documents.models.relations import relation_label
from gazette.documents.querysets import LegalDocumentQuerySet
from gazette.documents.relation_acts import act_of
from portal.core.deadlines import Deadline
from search import vietnamese

#: Public names of the orders of a list.
SORTS: dict[str, tuple[str, ...]] = {
    "-date": ("-listed_on", "-id"),
    "date": ("listed_on", "id"),
    "number": ("number_sort", "id"),
    "-number": ("-number_sort", "-id"),
    "-effective": ("-effective_on", "-id"),
}


@dataclass(frozen=True, kw_only=True)
class DocumentFilters:
    """What a list of documents may be asked for; codes are those of the code lists."""

    types: Sequence[str] = ()
    agencies: Sequence[str] = ()
    fields: Sequence[str] = ()
    collections: Sequence[str] = ()
    statuses: Sequence[str] = ()
    year: int | None = None
    number: str = ""
    q: str = ""
    issued_from: date | None = None
    issued_to: date | None = None
    as_of: date | None = None
    sort: str = "-date"


def find_documents(filters: DocumentFilters) -> LegalDocumentQuerySet:
    """Return the published documents that meet every filter, in the asked order."""
    found = LegalDocument.objects.published()
    if filters.types:
        found = found.filter(document_type__code__in=filters.types)
    if filters.agencies:
        found = found.filter(issuing_agency__code__in=filters.agencies)
    if filters.collections:
        found = found.filter(collection__code__in=filters.collections)
    if filters.fields:
        through = LegalDocument.subject_areas.through.objects.filter(subjectarea__code__in=filters.fields)
        found = found.filter(pk__in=through.values("legaldocument_id"))
    if filters.year:
        found = found.filter(
            listed_on__gte=date(filters.year, 1, 1), listed_on__lte=date(filters.year, 12, 31)
        )
    if filters.number:
        found = found.number_begins(filters.number)
    if filters.q:
        found = found.containing(filters.q)
    if filters.issued_from:
        found = found.filter(listed_on__gte=filters.issued_from)
    if filters.issued_to or filters.as_of:
        last = min(day for day in (filters.issued_to, filters.as_of) if day)
        found = found.filter(listed_on__lte=last)
    if filters.statuses:
        found = found.with_any_effect(filters.statuses, filters.as_of)
    return found.order_by(*SORTS[filters.sort])


def documents_numbered(text: str, *, limit: int = 50) -> list[LegalDocument]:
    """Return the published documents with this number in any spelling, newest first."""
    key = vietnamese.number_key(text)
    if not key:
        return []
    return list(
        LegalDocument.objects.published()
        .filter(number_key=key)
        .for_list()
        .annotate(law=Coalesce("same_law_id", "id"), has_no_text=Q(text=""))
        .order_by("-listed_on", "law", "has_no_text", "id")[:limit]
    )


def documents_numbered_nearly(text: str, *, limit: int = 10) -> list[LegalDocument]:
    """Return published documents whose number resembles this one: same beginning first, then the same digits."""
    key = vietnamese.number_key(text)
    if not key:
        return []
    published = LegalDocument.objects.published().for_list().order_by("-listed_on")
    near = list(published.filter(number_key__startswith=key)[:limit])
    first = key.split("-", 1)[0]
    if len(near) < limit and first:
        others = published.filter(number_key__startswith=f"{first}-").exclude(pk__in=[d.pk for d in near])
        near += others[: limit - len(near)]
    return near


@dataclass(frozen=True, kw_only=True)
class RelatedDocument:
    """A relation read from one side."""

    type_code: str
    label: str
    #: "outgoing" when the document at hand acts, "incoming" when it is acted upon.
    direction: str
    number: str
    provision: str
    effective_on: date | None
    document: LegalDocument | None
    relation: int = 0
    #: The other document as one cites it, also where the portal does not hold it.
    name: str = ""
    until: date | None = None
    is_certain: bool = True
    #: What the relation does, read as an act.
    act: Act | None = None
    #: The source noted at articles what it changed, so that the articles shown contain it.
    has_changes: bool = False


def related_documents(document: LegalDocument, *, limit: int | None = None) -> list[RelatedDocument]:
    """Return the relations of a document from both sides in two queries; of those of others at most `limit`."""
    # The other document's long text has no place in a list.
    left_out = [f"{side}__{column}" for side in ("source", "target") for column in ("text", "folded")]
    rows = DocumentRelation.objects.select_related(
        "relation_type", "source__document_type", "target__document_type"
    ).defer(*left_out)
    law = document.same_law_id or document.pk
    # What is told of one record of a law is true of all.
    records = LegalDocument.objects.filter(Q(pk=law) | Q(same_law=law)).values("pk")
    outgoing = rows.filter(source__in=records).exclude(target__in=records)
    incoming = rows.filter(target__in=records, source__live=True).exclude(source__in=records)
    if document.pk:
        own = rows.filter(source=document, target=document)
        outgoing, incoming = outgoing | own, incoming | own.filter(source__live=True)
    related = [_seen_from_source(row) for row in outgoing.order_by("relation_type__sort_order", "id")]
    incoming = incoming.order_by(F("effective_on").asc(nulls_last=True), "id")
    return _once(related + [_seen_from_target(row) for row in incoming[:limit]])


def _once(related: list[RelatedDocument]) -> list[RelatedDocument]:
    """Leave out what another record of the same law tells again."""
    seen: dict[object, int] = {}
    for one in related:
        other = one.document
        law = (other.same_law_id or other.pk) if other else vietnamese.number_key(one.number)
        act = replace(one.act, relation=0, by=None) if one.act else None
        key = (one.type_code, one.direction, law, one.provision, one.effective_on, one.until, act)
        seen[key] = min(one.relation, seen.get(key, one.relation))
    kept = set(seen.values())
    return [one for one in related if one.relation in kept]


def _seen_from_source(row: DocumentRelation) -> RelatedDocument:
    return RelatedDocument(
        type_code=row.relation_type.code,
        label=row.label,
        direction="incoming" if row.is_inverse else "outgoing",
        number=row.target_number,
        provision=row.provision,
        effective_on=row.effective_on,
        document=row.target if row.target and row.target.live else None,
        name=row.target.name if row.target else " ".join(filter(None, (row.target_type, row.target_number))),
        **_of(row),
    )


def _seen_from_target(row: DocumentRelation) -> RelatedDocument:
    kind = row.relation_type
    return RelatedDocument(
        type_code=kind.code,
        label=relation_label(kind, outgoing=row.is_inverse),
        direction="outgoing" if row.is_inverse else "incoming",
        number=row.source.number,
        provision=row.provision,
        effective_on=row.effective_on,
        document=row.source,
        name=row.source.name,
        **_of(row),
    )


def _of(row: DocumentRelation) -> dict[str, Any]:
    return {
        "relation": row.pk,
        "until": row.until,
        "is_certain": row.is_certain,
        "has_changes": bool(row.changes),
        "act": act_of(
            row.source_id,
            row.target_id,
            row.relation_type.code,
            row.is_inverse,
            row.effective_on,
            row.until,
            row.provision,
            row.acting_provision,
            row.is_partial,
            row.changes,
            row.pk,
        )[0],
    }


def newest_documents(*, limit: int = 8, collections: Iterable[str] = ()) -> list[LegalDocument]:
    """Return the newest published documents, of some collections if asked."""
    return list(find_documents(DocumentFilters(collections=list(collections))).for_list()[:limit])


def deadline_in_force(topic: str, from_event: str, day: date) -> Deadline | None:
    """Return the time limit of a topic that runs from an event, the newest of those in force on a day."""
    rows = PublicationDeadline.objects.filter(
        topic=topic, from_event__iexact=from_event, amount__isnull=False
    )
    row = rows.valid_on(day).order_by(F("valid_from").desc(nulls_last=True), "code").first()
    if row is None or row.amount is None:
        return None
    return Deadline(code=row.code, amount=row.amount, unit=row.unit, legal_basis=row.legal_basis)
