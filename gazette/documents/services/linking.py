"""Links between relations and the documents that they name by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from gazette.documents.models import DocumentRelation, LegalDocument
from gazette.documents.registry import document_listeners
from portal.core.importing import write_column


def link_relations(document_ids: Iterable[int]) -> int:
    """Link the unlinked relations from and to these documents by number; return how many were linked.

    A number that several agencies used is left unlinked, because a wrong link in law is worse than none.
    """
    ids = list(document_ids)
    keys = (
        LegalDocument.objects.filter(pk__in=ids).exclude(number_key="").values_list("number_key", flat=True)
    )
    relations = list(
        DocumentRelation.objects.filter(Q(source_id__in=ids) | Q(target_key__in=set(keys)), target=None)
        .exclude(target_key="")
        .only("id", "source_id", "target_key")
    )
    candidates: defaultdict[str, list[tuple[int, int | None]]] = defaultdict(list)
    wanted = {relation.target_key for relation in relations}
    rows = LegalDocument.objects.filter(number_key__in=wanted).order_by("pk")
    for key, pk, agency in rows.values_list("number_key", "pk", "issuing_agency_id"):
        candidates[key].append((pk, agency))
    linked = []
    for relation in relations:
        others = [row for row in candidates[relation.target_key] if row[0] != relation.source_id]
        if others and len({agency for _pk, agency in others if agency}) <= 1:
            linked.append((others[0][0], relation.pk))
    write_column(DocumentRelation, "target", linked)
    return len(linked)


def documents_stored(document_ids: Iterable[int]) -> None:
    """Do what follows from storing documents, in the writer's transaction: links, then the other rooms' share."""
    ids = list(document_ids)
    link_relations(ids)
    for _name, listener in document_listeners.items():
        listener(ids)
