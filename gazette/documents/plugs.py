"""Where documents plug into the rest of the portal."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gazette.documents import dumped_tables, publication, reference, selectors
from gazette.documents.citation_links import link_texts
from gazette.documents.following import PATTERN, find
from gazette.documents.models import (
    Article,
    ArticleVersion,
    DocumentAttachment,
    DocumentMark,
    DocumentRelation,
    DocumentType,
    EffectStatus,
    FileText,
    LegalDocument,
    LegalInstrument,
    PortalCollection,
    PublicationDeadline,
    RelationType,
    SubjectArea,
)
from gazette.documents.presentation import row
from gazette.documents.search_sources import DocumentSource
from gazette.documents.services.effects import dependents, recompute
from gazette.documents.services.file_texts import ask_to_read
from gazette.documents.services.linking import documents_stored, relation_changed
from gazette.documents.services.proposals import read_waiting_texts
from gazette.documents.sitemaps import DocumentSitemap
from gazette.publication_log.registry import log_sources, verifications
from gazette.publication_log.services import log_published
from portal.core import following, generation, registry
from portal.core.deadlines import deadlines
from portal.core.selectors import names_of
from portal.core.withdrawals import withdraw
from search import registry as search_registry

_TARGET_GONE = "Văn bản được dẫn tới đã bị xóa khỏi cổng."
_AREA_GONE = "Lĩnh vực đã bị xóa khỏi danh mục."


def connect() -> None:
    """Register everything once."""
    generation.watch(
        LegalDocument, Article, ArticleVersion, DocumentAttachment, FileText, DocumentRelation,
        DocumentType, EffectStatus, PortalCollection,
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
    registry.text_linkers.register("documents", link_texts)
    deadlines.register("documents", selectors.deadline_in_force)
    registry.duties.register(
        "texts of documents", registry.Duty("texts of documents", 10, read_waiting_texts)
    )
    following.followables.register("documents", following.Followable(pattern=PATTERN, find=find))
    log_sources.register("document", publication.source())
    verifications.register("documents", publication.verify)
    reference.register()
    dumped_tables.register()
    pre_delete.connect(_deleting, sender=LegalDocument, dispatch_uid="document-deleting")
    post_delete.connect(_deleted, sender=LegalDocument, dispatch_uid="document-deleted")
    pre_delete.connect(_area_goes, sender=SubjectArea, dispatch_uid="subject-area-goes")
    post_delete.connect(_area_gone, sender=SubjectArea, dispatch_uid="subject-area-gone")
    post_save.connect(_attached, sender=DocumentAttachment, dispatch_uid="document-attached")
    post_save.connect(_relation_stored, sender=DocumentRelation, dispatch_uid="relation-stored")
    post_delete.connect(_relation_deleted, sender=DocumentRelation, dispatch_uid="relation-deleted")
    post_save.connect(_stored, sender=LegalDocument, dispatch_uid="document-stored")


def _stored(instance: LegalDocument, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if not raw and update_fields is None:
        documents_stored([instance.pk])


def _attached(instance: DocumentAttachment, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        ask_to_read([instance.attachment_id])


def _relation_stored(instance: DocumentRelation, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        relation_changed(instance)


def _relation_deleted(instance: DocumentRelation, **kwargs: Any) -> None:
    relation_changed(instance)


def _deleting(instance: LegalDocument, **kwargs: Any) -> None:
    # Once it is gone nobody knows any more what it acted upon.
    instance.reached_by_deletion = dependents([instance.pk]) - {instance.pk}
    pointing = instance.inverse_relations.filter(is_linked_by_number=False).exclude(source=instance)
    instance.named_by = list(pointing.values_list("source_id", flat=True))


def _deleted(instance: LegalDocument, **kwargs: Any) -> None:
    recompute(getattr(instance, "reached_by_deletion", ()))
    log_published("document", getattr(instance, "named_by", ()), reason=_TARGET_GONE)
    if instance.first_published_at:
        withdraw(f"/van-ban/{instance.pk}/{instance.slug}/", instance.withdrawn_reason)


def _area_goes(instance: Any, **kwargs: Any) -> None:
    documents = LegalDocument.objects.filter(subject_areas=instance.pk)
    instance.documents_of_it = list(documents.values_list("pk", flat=True))


def _area_gone(instance: Any, **kwargs: Any) -> None:
    log_published("document", getattr(instance, "documents_of_it", ()), reason=_AREA_GONE)


def _home_context(request: HttpRequest) -> dict[str, Any]:
    today = timezone.localdate()
    return {"document_rows": [row(document, today) for document in selectors.newest_documents(limit=6)]}
