"""Links between relations and the documents that they name by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gazette.documents.models import DocumentRelation, LegalDocument, ProposedRelation
from gazette.documents.registry import document_listeners
from gazette.documents.services.effects import recompute
from portal.core.importing import write_column
from search import vietnamese

#: Bodies of one place: their numbers say nothing of the province.
_LOCAL = ("ubnd", "hdnd")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that bears the number looked for."""

    pk: int
    agency: int | None
    issuer: str
    province: str
    issued_on: date | None


def choose(relation: Any, source: Candidate, candidates: list[Candidate]) -> int | None:
    """Return the document that a relation means, None when that is not certain: a wrong link is worse than none."""
    others = [one for one in candidates if one.pk != source.pk]
    if relation.target_issued_on:
        others = [one for one in others if one.issued_on in {None, relation.target_issued_on}]
    if relation.target_issuer:
        wanted = vietnamese.fold(relation.target_issuer)
        others = [one for one in others if not one.issuer or vietnamese.fold(one.issuer) == wanted] or others
    elif any(part in relation.target_key for part in _LOCAL):
        # "10/2016/QĐ-UBND" is a number of every province: the one meant is that of the document which names it.
        others = [one for one in others if not _is_elsewhere(one, source)]
    if len(others) > 1 and source.agency:
        others = [one for one in others if one.agency == source.agency] or others
    if others and len({one.agency for one in others if one.agency}) <= 1:
        return others[0].pk
    return None


def _is_elsewhere(one: Candidate, source: Candidate) -> bool:
    return bool(
        one.province and source.province and vietnamese.fold(one.province) != vietnamese.fold(source.province)
    )


def link_relations(document_ids: Iterable[int]) -> int:
    """Link the unlinked relations from and to these documents by number; return how many were linked."""
    ids = list(document_ids)
    keys = set(
        LegalDocument.objects.filter(pk__in=ids).exclude(number_key="").values_list("number_key", flat=True)
    )
    linked = _link(DocumentRelation, ids, keys)
    _link(ProposedRelation, ids, keys)
    return linked


def _link(model: Any, ids: list[int], keys: set[str]) -> int:
    waiting = model.objects.filter(Q(source_id__in=ids) | Q(target_key__in=keys), target=None)
    relations = list(
        waiting.exclude(target_key="").only(
            "id", "source_id", "target_key", "target_issuer", "target_issued_on"
        )
    )
    if not relations:
        return 0
    by_key: defaultdict[str, list[Candidate]] = defaultdict(list)
    by_id: dict[int, Candidate] = {}
    wanted = {relation.target_key for relation in relations}
    rows = LegalDocument.objects.filter(
        Q(number_key__in=wanted) | Q(pk__in={relation.source_id for relation in relations})
    ).order_by("pk")
    fields = ("number_key", "pk", "issuing_agency_id", "issuer_name", "province", "issued_on")
    for key, *values in rows.values_list(*fields):
        one = Candidate(*values)
        by_id[one.pk] = one
        by_key[key].append(one)
    linked = []
    for relation in relations:
        chosen = choose(relation, by_id[relation.source_id], by_key[relation.target_key])
        if chosen:
            linked.append((chosen, relation.pk))
    write_column(model, "target", linked)
    return len(linked)


def documents_stored(document_ids: Iterable[int], *, also_reached: Iterable[int] = ()) -> None:
    """Do what follows from storing documents, in the writer's transaction: links, statuses, the other rooms' share.

    `also_reached` are documents that these acted upon before and perhaps no longer do.
    """
    ids = list(document_ids)
    link_relations(ids)
    recompute({*ids, *also_reached})
    for _name, listener in document_listeners.items():
        listener(ids)


def relation_changed(relation: DocumentRelation) -> None:
    """Do what follows from storing or removing one relation: its link, and the statuses that depend on it."""
    if relation.target_id is None and relation.target_key and relation.pk:
        link_relations([relation.source_id])
    touched = {key for key in (relation.source_id, relation.target_id) if key}
    # Both pages show the relation, so that both answers of the API are new.
    LegalDocument.objects.filter(pk__in=touched).update(updated_at=timezone.now())
    recompute(touched)
