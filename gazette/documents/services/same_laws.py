"""Records of one law: sources hold the same document twice, and what is known of either is known of the law."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from gazette.documents.models import LegalDocument
from search import vietnamese

_IDENTITY = ("number_key", "document_type_id", "issuing_agency_id", "province", "issued_on")


def join_records(ids: Iterable[int]) -> set[int]:
    """Join these documents with other records of the same law; return the records whose law became another."""
    keys = list(ids)
    changed = _joined_by_source(keys)
    return changed | _joined_by_identity(keys)


def records_of(ids: Iterable[int]) -> set[int]:
    """Return these documents with all other records of the same laws."""
    keys = set(ids)
    laws = set(
        LegalDocument.objects.filter(pk__in=keys).exclude(same_law=None).values_list("same_law_id", flat=True)
    )
    joined = LegalDocument.objects.filter(same_law__in=keys | laws).values_list("pk", flat=True)
    return keys | laws | set(joined)


def _joined_by_source(keys: list[int]) -> set[int]:
    """Join what the source itself calls the same."""
    arrived = LegalDocument.objects.filter(pk__in=keys).exclude(source_id=None).values("source_id")
    rows = LegalDocument.objects.exclude(same_as="").filter(Q(pk__in=keys) | Q(same_as__in=arrived))
    wanted = list(rows.values_list("pk", "same_as", "same_law_id"))
    meant = dict(
        LegalDocument.objects.filter(source_id__in={same_as for _pk, same_as, _law in wanted}).values_list(
            "source_id", "pk"
        )
    )
    laws = dict(LegalDocument.objects.filter(pk__in=meant.values()).values_list("pk", "same_law_id"))
    changed: set[int] = set()
    for pk, same_as, law in wanted:
        other = meant.get(same_as)
        stands_for = (laws.get(other) or other) if other else None
        if stands_for != pk and stands_for != law:
            LegalDocument.objects.filter(pk=pk).update(same_law=stands_for)
            changed |= {key for key in (pk, law, stands_for) if key}
    return changed


def _joined_by_identity(keys: list[int]) -> set[int]:
    """Join two records that agree in number, kind, issuer and day; of three nobody knows which are the same."""
    free = LegalDocument.objects.exclude(number_key="").exclude(issued_on=None).exclude(issuing_agency=None)
    free = free.exclude(document_type=None).filter(same_law=None, same_as="")
    numbers = free.filter(pk__in=keys).values("number_key")
    groups: dict[tuple[object, ...], list[tuple[int, str]]] = {}
    rows = free.filter(number_key__in=numbers).order_by("pk")
    for pk, summary, *identity in rows.values_list("pk", "summary", *_IDENTITY):
        groups.setdefault(tuple(identity), []).append((pk, vietnamese.fold(summary)))
    changed: set[int] = set()
    for group in groups.values():
        if len(group) != 2 or group[0][1] != group[1][1]:
            continue
        first, second = group[0][0], group[1][0]
        if LegalDocument.objects.filter(same_law=second).exists():
            first, second = second, first
        LegalDocument.objects.filter(pk=second).update(same_law=first)
        changed |= {first, second}
    return changed
