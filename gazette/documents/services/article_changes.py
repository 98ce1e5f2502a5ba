"""Changes that a source notes at articles: they tell which provisions a relation between documents concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from gazette.documents.anchors import article_position
from gazette.documents.models import DocumentRelation
from gazette.documents.provision_texts import join_provisions
from gazette.documents.relation_words import only_adds, relation_meant
from gazette.documents.services.effects import recompute
from search import vietnamese

Noted = dict[str, str]


def relation_key(relation: DocumentRelation) -> tuple[int, str, bool]:
    """Return by what one finds the relation that a noted change belongs to."""
    return relation.source_id, relation.target_key, relation.is_inverse


def note_changes(
    noted: Iterable[tuple[int, str, Sequence[Noted]]], relation_types: Mapping[str, int]
) -> None:
    """Write changes noted at articles, as (document, article, changes), to the relations that they belong to.

    A change by a document that no relation names yet makes one.
    """
    by_relation: defaultdict[tuple[int, str, bool], list[Noted]] = defaultdict(list)
    for document, article, changes in noted:
        for change in changes:
            if by := vietnamese.number_key(change.get("by", ""))[:120]:
                by_relation[document, by, True].append({"article": article, **change})
    if not by_relation:
        return
    documents = {key[0] for key in by_relation}
    known: dict[tuple[int, str, bool], DocumentRelation] = {}
    for relation in DocumentRelation.objects.filter(source__in=documents, is_inverse=True).order_by("-pk"):
        known[relation_key(relation)] = relation
    written: list[tuple[DocumentRelation, list[Noted]]] = []
    for key, changes in by_relation.items():
        relation = known.get(key) or _new(key, changes, relation_types)
        kept = {
            (c["article"], c.get("change", ""), c.get("from", "")): c for c in (*relation.changes, *changes)
        }
        merged = sorted(kept.values(), key=lambda change: article_position(change["article"]))
        if merged != relation.changes:
            written.append((relation, merged))
    for relation, changes in written:
        relation.changes, relation.provision = changes, _provisions(changes)
    DocumentRelation.objects.bulk_update(
        [relation for relation, _changes in written], ["changes", "provision"], batch_size=500
    )
    recompute(relation.source_id for relation, _changes in written)


def _provisions(changes: Sequence[Noted]) -> str:
    """Return the articles of which something ends; where none does, those that were added to."""
    ending = [change for change in changes if not only_adds(change.get("change", ""))]
    return join_provisions(dict.fromkeys(f"Điều {change['article']}" for change in ending or changes))


def _new(
    key: tuple[int, str, bool], changes: Sequence[Noted], relation_types: Mapping[str, int]
) -> DocumentRelation:
    first = changes[0]
    meant = relation_meant("chịu tác động của", first.get("change", ""))
    days = [date.fromisoformat(change["from"]) for change in changes if change.get("from")]
    return DocumentRelation.objects.create(
        source_id=key[0],
        relation_type_id=relation_types.get(meant.code, relation_types["lien-quan"]),
        is_inverse=True,
        target_number=first["by"],
        target_type=first.get("by_type", "")[:64],
        effective_on=min(days, default=None),
        stated=f"điều: {first.get('change', '')}"[:120],
        is_partial=True,
        is_imported=True,
    )
