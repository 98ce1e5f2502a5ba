"""Records of one law: sources hold the same document twice, and what is known of either is known of the law."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from gazette.documents.models import LegalDocument
from portal.core.importing import write_column
from search import vietnamese

_IDENTITY = ("number_key", "document_type_id", "issuing_agency_id", "province", "issued_on")
_WORD = re.compile(r"[a-z0-9]+")
_SHARE_OF_WORDS = 0.8
#: No statement names more keys than this.
_CHUNK = 5000


def chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Return keys in lists that one statement can name."""
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


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
    joined: list[tuple[int | None, int]] = []
    for pk, same_as, law in wanted:
        other = meant.get(same_as)
        stands_for = (laws.get(other) or other) if other else None
        if stands_for != pk and stands_for != law:
            joined.append((stands_for, pk))
            changed |= {key for key in (pk, law, stands_for) if key}
    write_column(LegalDocument, "same_law", joined)
    return changed


def _joined_by_identity(keys: list[int]) -> set[int]:
    """Join two records that agree in number, kind, issuer and day; of three nobody knows which are the same."""
    free = LegalDocument.objects.exclude(number_key="").exclude(issued_on=None).exclude(issuing_agency=None)
    free = free.exclude(document_type=None).filter(same_law=None, same_as="")
    groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for chunk in chunks(keys):
        # In two steps: a database that has no statistics of these rows yet joins each with each.
        numbers = set(free.filter(pk__in=chunk).values_list("number_key", flat=True))
        rows = free.filter(number_key__in=numbers).order_by("pk")
        for pk, *identity in rows.values_list("pk", *_IDENTITY):
            group = groups[tuple(identity)]
            if pk not in group:
                group.append(pk)
    pairs = [group for group in groups.values() if len(group) == 2]
    summaries = _summary_words([pk for pair in pairs for pk in pair])
    changed: set[int] = set()
    for first, second in pairs:
        if not _say_the_same(summaries[first], summaries[second]):
            continue
        if LegalDocument.objects.filter(same_law=second).exists():
            first, second = second, first
        LegalDocument.objects.filter(pk=second).update(same_law=first)
        changed |= {first, second}
    return changed


def _summary_words(keys: list[int]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for chunk in chunks(keys):
        rows = LegalDocument.objects.filter(pk__in=chunk).values_list("pk", "summary")
        found |= {pk: frozenset(_WORD.findall(vietnamese.fold(summary))) for pk, summary in rows}
    return found


def _say_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two summaries differ in no more than how a clerk typed them: "V/v", a hyphen, a word."""
    return one == other or len(one & other) >= _SHARE_OF_WORDS * len(one | other)
