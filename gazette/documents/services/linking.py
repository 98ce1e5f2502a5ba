"""Links between relations and the documents that they name by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gazette.documents.enums import ProposalState
from gazette.documents.models import DocumentRelation, LegalDocument, ProposedRelation
from gazette.documents.number_choice import Bearer, Named, meant
from gazette.documents.registry import document_listeners
from gazette.documents.services.effects import recompute
from gazette.documents.services.same_laws import join_records
from portal.core.importing import write_column

#: Relations that say nothing of which document came first.
_WITHOUT_ORDER = frozenset({"lien-quan", "dan-chieu", "cong-bo"})
_BEARER = (
    "number_key", "pk", "issuing_agency_id", "issuer_name", "province", "issued_on", "document_type_id",
    "same_law_id",
)  # fmt: skip


def link_relations(document_ids: Iterable[int]) -> set[int]:
    """Link the relations from and to these documents by number, also anew where another document fits better now.

    Return the documents that a link now leads to or no longer leads to, with those that the relations start from.
    """
    ids = list(document_ids)
    keys = set(
        LegalDocument.objects.filter(pk__in=ids).exclude(number_key="").values_list("number_key", flat=True)
    )
    by_number = Q(target=None) | Q(is_linked_by_number=True)
    touched = _link(DocumentRelation, by_number, ids, keys)
    _link(ProposedRelation, Q(state=ProposalState.WAITING), ids, keys)
    return touched


def _link(model: Any, free: Q, ids: list[int], keys: set[str]) -> set[int]:
    concerned = Q(source_id__in=ids) | Q(target_key__in=keys) | Q(target_id__in=ids)
    rows = model.objects.filter(free & concerned).exclude(target_key="").select_related("relation_type")
    relations = list(rows)
    if not relations:
        return set()
    by_key: defaultdict[str, list[Bearer]] = defaultdict(list)
    by_id: dict[int, Bearer] = {}
    wanted = {relation.target_key for relation in relations}
    bearers = LegalDocument.objects.filter(
        Q(number_key__in=wanted) | Q(pk__in={relation.source_id for relation in relations})
    ).order_by("pk")
    for key, *values in bearers.values_list(*_BEARER):
        one = Bearer(*values)
        one = replace(one, law=one.law or one.pk)
        by_id[one.pk] = one
        by_key[key].append(one)
    linked, marked, touched = [], [], set()
    for relation in relations:
        chosen = meant(_named(relation), by_id[relation.source_id], by_key[relation.target_key])
        if chosen == relation.target_id:
            continue
        touched |= {key for key in (chosen, relation.target_id, relation.source_id) if key}
        linked.append((chosen, relation.pk))
        marked.append((chosen is not None, relation.pk))
    write_column(model, "target", linked)
    if model is DocumentRelation:
        write_column(model, "is_linked_by_number", marked)
    return touched


def _named(relation: Any) -> Named:
    """Return what a relation says of the document that it names."""
    has_order = relation.relation_type.code not in _WITHOUT_ORDER
    is_inverse = getattr(relation, "is_inverse", False)
    return Named(
        key=relation.target_key,
        issuer=relation.target_issuer,
        issued_on=relation.target_issued_on,
        is_earlier=has_order and not is_inverse,
        is_later=has_order and is_inverse,
    )


def documents_stored(document_ids: Iterable[int], *, also_reached: Iterable[int] = ()) -> None:
    """Do what follows from storing documents, in the writer's transaction: links, statuses, the other rooms' share.

    `also_reached` are documents that these acted upon before and perhaps no longer do.
    """
    ids = list(document_ids)
    touched = join_records(ids)
    touched |= link_relations(ids)
    _renew(touched - set(ids))
    recompute({*ids, *also_reached, *touched})
    for _name, listener in document_listeners.items():
        listener(ids)


def relation_changed(relation: DocumentRelation) -> None:
    """Do what follows from storing or removing one relation: its link, and the statuses that depend on it."""
    touched = {key for key in (relation.source_id, relation.target_id) if key}
    if relation.target_key and relation.pk and (relation.target_id is None or relation.is_linked_by_number):
        touched |= link_relations([relation.source_id])
    _renew(touched)
    recompute(touched)


def _renew(ids: set[int]) -> None:
    """Say of documents that their pages and answers are new: both sides show a relation."""
    LegalDocument.objects.filter(pk__in=ids).update(updated_at=timezone.now())
