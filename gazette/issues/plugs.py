"""Where gazette issues plug into the rest of the portal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published

from gazette.documents.models import LegalDocument
from gazette.documents.registry import document_facts, document_listeners
from gazette.issues import dumped_tables, presentation, publication, selectors
from gazette.issues.models import GazetteEntry, GazetteIssue, IntakeEntry
from gazette.issues.search_sources import GazetteSource
from gazette.issues.services.building import build_next
from gazette.issues.services.linking import link_documents, link_entry
from gazette.issues.services.publishing import seal
from gazette.issues.sitemaps import IssueSitemap, IssueYearSitemap, ItemSitemap
from gazette.publication_log.registry import log_sources
from gazette.publication_log.services import log_published
from portal.core import generation, registry
from search import registry as search_registry

_DOCUMENT_GONE = "Văn bản được liên kết đã bị xóa khỏi cổng."


def connect() -> None:
    """Register everything once."""
    generation.watch(GazetteIssue, GazetteEntry)
    registry.menu.register("gazette", registry.MenuItem(title=_("Công báo"), path="/cong-bao/"), order=30)
    registry.home_sections.register(
        "gazette",
        registry.HomeSection(template="gazette/issues/_home_issues.html", context=_home_context),
        order=30,
    )
    registry.sitemaps.register("gazette", IssueSitemap)
    registry.sitemaps.register("gazette-years", IssueYearSitemap)
    registry.sitemaps.register("gazette-items", ItemSitemap)
    registry.counted_records.register(
        "gazette",
        registry.CountedRecords(
            records=GazetteIssue.objects.published, moment="published_on", collection="cong-bao"
        ),
    )
    registry.editable_models.register("gazette", GazetteIssue)
    registry.editable_models.register("gazette-intake", IntakeEntry)
    search_registry.register(GazetteSource())
    dumped_tables.register()
    log_sources.register("gazette", publication.source())
    document_listeners.register("gazette", _documents_stored)
    document_facts.register("gazette", _document_facts)
    published.connect(_published, sender=GazetteIssue, dispatch_uid="gazette-issue-published")
    registry.duties.register("gazette builds", registry.Duty("gazette builds", 1, build_next))
    pre_delete.connect(_document_goes, sender=LegalDocument, dispatch_uid="gazette-document-goes")
    post_delete.connect(_document_gone, sender=LegalDocument, dispatch_uid="gazette-document-gone")
    post_save.connect(_entry_saved, sender=GazetteEntry, dispatch_uid="gazette-entry-saved")


def _published(sender: type[GazetteIssue], instance: GazetteIssue, **kwargs: Any) -> None:
    seal(instance.pk)


def _document_goes(instance: LegalDocument, **kwargs: Any) -> None:
    instance.issues_with_it = [entry.issue_id for entry in selectors.publications_of([instance.pk])]


def _document_gone(instance: LegalDocument, **kwargs: Any) -> None:
    """The contents of published issues no longer lead to the document, and the log says so."""
    log_published("gazette", getattr(instance, "issues_with_it", []), reason=_DOCUMENT_GONE)


def _documents_stored(document_ids: Iterable[int]) -> None:
    link_documents(document_ids)


def _document_facts(request: HttpRequest, document: LegalDocument) -> list[dict[str, Any]]:
    published_in = [presentation.publication(entry) for entry in selectors.publications_of([document.pk])]
    corrected_in = [
        presentation.correction(entry) for entry in selectors.corrections_of_documents([document.pk])
    ]
    return published_in + corrected_in


def _entry_saved(instance: GazetteEntry, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if not raw and update_fields is None:
        link_entry(instance)


def _home_context(request: HttpRequest) -> dict[str, Any]:
    return {"issue_rows": [presentation.row(issue) for issue in selectors.newest_issues(limit=6)]}
