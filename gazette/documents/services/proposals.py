"""Relations that texts suggest: read in the background, decided by editors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from gazette.documents.enums import ProposalState
from gazette.documents.file_selectors import whole_texts
from gazette.documents.models import Article, DocumentRelation, LegalDocument, ProposedRelation, RelationType
from gazette.documents.relation_reading import ReadRelation, read_relations
from gazette.documents.services.linking import link_relations
from gazette.publication_log.services import log_published
from portal.core import generation

#: A consolidated text says again what the documents did that it puts together.
_CONSOLIDATED = "van-ban-hop-nhat"
#: A longer text is read by its articles' rows, or not at all.
_LONGEST_TEXT = 2_000_000


def read_waiting_texts(limit: int = 100) -> int:
    """Read the texts of some documents that nobody read yet; return how many were read."""
    waiting = LegalDocument.objects.filter(is_text_read=False, live=True).order_by("pk")
    documents = list(waiting.select_related("document_type")[:limit])
    if not documents:
        return 0
    # Kept answers become obsolete once for all of them, or no reader would find any while thousands are read.
    with generation.raised_once():
        for document in documents:
            propose_relations(document)
    return len(documents)


@transaction.atomic
def propose_relations(document: LegalDocument) -> int:
    """Propose what the text of a document says that it does to others; return how many proposals are new.

    A relation that the source states in words of two meanings is decided where the text tells which of them it is.
    """
    LegalDocument.objects.filter(pk=document.pk).update(is_text_read=True)
    kind = document.document_type.code if document.document_type else ""
    if kind == _CONSOLIDATED:
        return 0
    found = read_relations(_text(document), own_key=document.number_key)
    if not found:
        return 0
    known = list(
        DocumentRelation.objects.filter(source=document, is_inverse=False).select_related("relation_type")
    )
    decided = _decide(known, found)
    if decided:
        log_published("document", [document.pk])
    stated = {(r.relation_type.code, r.target_key) for r in known} | decided
    types = dict(RelationType.objects.values_list("code", "pk"))
    rows = [
        _proposal(document, read, types[read.kind])
        for read in found
        if (read.kind, read.document.key) not in stated and read.kind in types
    ]
    before = ProposedRelation.objects.filter(source=document).count()
    ProposedRelation.objects.bulk_create(rows, ignore_conflicts=True)
    link_relations([document.pk])
    return ProposedRelation.objects.filter(source=document).count() - before


def _text(document: LegalDocument) -> str:
    if document.text:
        return document.text[:_LONGEST_TEXT]
    rows = Article.objects.filter(document=document).values_list("number", "title", "text")
    text = "\n".join(f"Điều {number}. {title}\n{text}" for number, title, text in rows)
    return (text or "\n".join(whole.text for whole in whole_texts(document)))[:_LONGEST_TEXT]


def _decide(known: Sequence[DocumentRelation], found: Sequence[ReadRelation]) -> set[tuple[str, str]]:
    """Make the uncertain relations certain that the text confirms; return what was decided so."""
    types = {kind.code: kind for kind in RelationType.objects.filter(code__in=("thay-the", "bai-bo"))}
    decided = set()
    for relation in known:
        if relation.is_certain:
            continue
        about = [r for r in found if r.document.key == relation.target_key]
        read = next((r for r in about if r.kind in types and r.is_plain), None)
        if read is None or len({r.kind for r in about} & types.keys()) > 1:
            continue
        relation.relation_type = types[read.kind]
        relation.provision, relation.acting_provision = read.provision, read.acting_provision
        relation.is_certain = True
        relation.save()
        decided.add((read.kind, relation.target_key))
    return decided


def _proposal(document: LegalDocument, read: ReadRelation, kind: int) -> ProposedRelation:
    other = read.document
    return ProposedRelation(
        source=document,
        relation_type_id=kind,
        target_number=other.number[:120],
        target_key=other.key[:120],
        target_type=other.kind[:64],
        target_issuer=other.issuer[:255],
        target_issued_on=other.issued_on,
        provision=read.provision,
        acting_provision=read.acting_provision[:255],
        evidence=read.evidence[:2000],
    )


@transaction.atomic
def confirm(proposal_ids: Iterable[int], *, user: Any) -> int:
    """Make relations of proposals that wait; return how many were confirmed."""
    proposals = _waiting(proposal_ids)
    for proposal in proposals:
        relation = DocumentRelation(
            source=proposal.source,
            relation_type=proposal.relation_type,
            target=proposal.target,
            target_number=proposal.target_number,
            target_type=proposal.target_type,
            target_issuer=proposal.target_issuer,
            target_issued_on=proposal.target_issued_on,
            provision=proposal.provision,
            acting_provision=proposal.acting_provision,
            stated="theo lời văn",
        )
        uncertain = DocumentRelation.objects.filter(
            source=proposal.source, target_key=proposal.target_key, is_certain=False
        ).first()
        if uncertain:
            # The editor has decided what the source's words left open.
            relation.pk, relation.is_imported, relation.stated = (
                uncertain.pk,
                uncertain.is_imported,
                uncertain.stated,
            )
        relation.save(force_update=uncertain is not None)
    log_published("document", {proposal.source_id for proposal in proposals})
    return _decided(proposals, ProposalState.CONFIRMED, user)


@transaction.atomic
def reject(proposal_ids: Iterable[int], *, user: Any) -> int:
    """Reject proposals that wait; the same sentence is not proposed again."""
    return _decided(_waiting(proposal_ids), ProposalState.REJECTED, user)


@transaction.atomic
def reopen(proposal_ids: Iterable[int], *, user: Any) -> int:
    """Let rejected proposals wait again."""
    rejected = ProposedRelation.objects.filter(pk__in=list(proposal_ids), state=ProposalState.REJECTED)
    return rejected.update(state=ProposalState.WAITING, decided_by=user, decided_at=timezone.now())


def _waiting(ids: Iterable[int]) -> list[ProposedRelation]:
    rows = ProposedRelation.objects.select_for_update(of=("self",)).filter(
        pk__in=list(ids), state=ProposalState.WAITING
    )
    return list(rows.select_related("source", "relation_type", "target"))


def _decided(proposals: Sequence[ProposedRelation], state: str, user: Any) -> int:
    keys = [proposal.pk for proposal in proposals]
    ProposedRelation.objects.filter(pk__in=keys).update(
        state=state, decided_by=user, decided_at=timezone.now()
    )
    return len(keys)
