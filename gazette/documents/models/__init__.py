"""Models of the documents room, one noun a file."""

from gazette.documents.models.articles import Article
from gazette.documents.models.attachments import DocumentAttachment
from gazette.documents.models.code_lists import (
    DocumentMark,
    DocumentType,
    EffectStatus,
    LegalInstrument,
    PortalCollection,
    PublicationDeadline,
    RelationType,
    SubjectArea,
)
from gazette.documents.models.documents import LegalDocument
from gazette.documents.models.effects import EffectEvent, EffectPeriod
from gazette.documents.models.proposals import ProposedRelation
from gazette.documents.models.relations import DocumentRelation

__all__ = [
    "Article",
    "DocumentAttachment",
    "DocumentMark",
    "DocumentRelation",
    "DocumentType",
    "EffectEvent",
    "EffectPeriod",
    "EffectStatus",
    "LegalDocument",
    "LegalInstrument",
    "PortalCollection",
    "ProposedRelation",
    "PublicationDeadline",
    "RelationType",
    "SubjectArea",
]
