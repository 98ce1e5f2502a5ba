"""Where documents plug into the rest of the portal."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gazette.documents import reference, selectors
from gazette.documents.models import (
    Article,
    DocumentAttachment,
    DocumentMark,
    DocumentRelation,
    DocumentType,
    EffectStatus,
    LegalDocument,
    LegalInstrument,
    PortalCollection,
    PublicationDeadline,
    RelationType,
    SubjectArea,
)
from gazette.documents.presentation import row
from gazette.documents.search_sources import DocumentSource
from gazette.documents.services.linking import documents_stored
from gazette.documents.sitemaps import DocumentSitemap
from portal.core import generation, registry
from portal.core.selectors import names_of
from portal.core.withdrawals import withdraw
from search import registry as search_registry


def connect() -> None:
    """Register everything once."""
    generation.watch(
        LegalDocument, Article, DocumentAttachment, DocumentRelation, DocumentType, EffectStatus, PortalCollection,
        RelationType, SubjectArea, DocumentMark, PublicationDeadline, LegalInstrument,
    )  # fmt: skip
    registry.menu.register("documents", registry.MenuItem(title=_("Văn bản"), path="/van-ban/"), order=20)
    registry.home_sections.register(
        "documents",
        registry.HomeSection(template="gazette/documents/_home_documents.html", context=_home_context),
        order=20,
    )
    registry.sitemaps.register("documents", DocumentSitemap)
    registry.counted_records.register(
        "documents",
        registry.CountedRecords(
            records=LegalDocument.objects.published, moment="issued_on", collection_field="collection__code"
        ),
    )
    registry.editable_models.register("documents", LegalDocument)
    search_registry.register(DocumentSource())
    search_registry.register_labels("type", partial(names_of, DocumentType))
    search_registry.register_labels("field", partial(names_of, SubjectArea))
    search_registry.register_labels("status", partial(names_of, EffectStatus))
    reference.register()
    post_delete.connect(_deleted, sender=LegalDocument, dispatch_uid="document-deleted")
    post_save.connect(_stored, sender=LegalDocument, dispatch_uid="document-stored")


def _stored(instance: LegalDocument, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if not raw and update_fields is None:
        documents_stored([instance.pk])


def _deleted(instance: LegalDocument, **kwargs: Any) -> None:
    if instance.first_published_at:
        withdraw(f"/van-ban/{instance.pk}/{instance.slug}/", instance.withdrawn_reason)


def _home_context(request: HttpRequest) -> dict[str, Any]:
    today = timezone.localdate()
    return {"document_rows": [row(document, today) for document in selectors.newest_documents(limit=6)]}
