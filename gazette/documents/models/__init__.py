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
from gazette.documents.models.file_texts import FilePage, FileText
from gazette.documents.models.proposals import ProposedRelation
from gazette.documents.models.relations import DocumentRelation
from gazette.documents.models.versions import ArticleVersion, ConsolidatedText

__all__ = [
    "Article",
    "ArticleVersion",
    "ConsolidatedText",
    "DocumentAttachment",
    "DocumentMark",
    "DocumentRelation",
    "DocumentType",
    "EffectEvent",
    "EffectPeriod",
    "EffectStatus",
    "FilePage",
    "FileText",
    "LegalDocument",
    "LegalInstrument",
    "PortalCollection",
    "ProposedRelation",
    "PublicationDeadline",
    "RelationType",
    "SubjectArea",
]
