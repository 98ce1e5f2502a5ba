"""Where drafts plug into the rest of the portal."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gazette.documents.models import LegalDocument
from gazette.documents.registry import document_facts
from gazette.drafts import dumped_tables, presentation, reference, selectors
from gazette.drafts.commenting import window_of
from gazette.drafts.following import PATTERN, find
from gazette.drafts.models import (
    CommentOutcome,
    ConsultationStatus,
    DraftFile,
    DraftRegulation,
)
from gazette.drafts.search_sources import DraftSource
from gazette.drafts.services import clusters, personal_data, states
from gazette.drafts.services.versions import ensure_version
from gazette.drafts.sitemaps import DraftSitemap, DraftStatisticsSitemap, ResponsesSitemap
from portal.core import following, generation, registry
from portal.core.selectors import names_of
from portal.core.services.groups import APPROVER, AUTHOR, EDITOR, HANDLERS
from portal.core.withdrawals import withdraw
from search import registry as search_registry

_HOME_SECONDS = 60
_RECORDS = ("drafts.view_draftregulation", "drafts.add_draftregulation", "drafts.change_draftregulation")
_HANDLING = ("drafts.moderate_publiccomment", "drafts.answer_publiccomment", "drafts.view_draftregulation")


def connect() -> None:
    """Register everything once."""
    reference.register()
    dumped_tables.register()
    generation.watch(CommentOutcome, ConsultationStatus, DraftRegulation, DraftFile)
    registry.menu.register("drafts", registry.MenuItem(title=_("Góp ý dự thảo"), path="/du-thao/"), order=40)
    registry.home_sections.register(
        "drafts",
        registry.HomeSection(template="gazette/drafts/_home_drafts.html", context=_home_context),
        order=25,
    )
    registry.sitemaps.register("drafts", DraftSitemap)
    registry.sitemaps.register("draft-statistics", DraftStatisticsSitemap)
    registry.sitemaps.register("draft-responses", ResponsesSitemap)
    registry.counted_records.register(
        "drafts",
        registry.CountedRecords(
            records=DraftRegulation.objects.published, moment="opens_at", collection="lay-y-kien-du-thao"
        ),
    )
    registry.duties.register("consultations", registry.Duty("consultations", 10, states.settle_due))
    registry.duties.register("near-duplicates", registry.Duty("near-duplicates", 60, clusters.recluster_due))
    registry.private_forms.register(personal_data.FORM, personal_data.private_form())
    registry.group_permissions.register(
        "drafts",
        {
            AUTHOR.name: _RECORDS,
            EDITOR.name: _RECORDS,
            APPROVER.name: (
                *_RECORDS, "drafts.delete_draftregulation", "drafts.transition_draftregulation", *_HANDLING,
            ),
            HANDLERS: (*_HANDLING, "core.view_privatecontact", "core.export_privatecontact"),
        },
    )  # fmt: skip
    following.followables.register("drafts", following.Followable(pattern=PATTERN, find=find))
    document_facts.register("drafts", _document_facts)
    search_registry.register(DraftSource())
    search_registry.register_labels("status", partial(names_of, ConsultationStatus))
    post_save.connect(_saved, sender=DraftRegulation, dispatch_uid="draft-saved")
    post_delete.connect(_deleted, sender=DraftRegulation, dispatch_uid="draft-deleted")


def _saved(instance: DraftRegulation, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    if not raw and update_fields is None and not getattr(instance, "is_imported_now", False):
        ensure_version(instance)


def _deleted(instance: DraftRegulation, **kwargs: Any) -> None:
    withdraw(f"/du-thao/{instance.slug}/")


def _document_facts(request: HttpRequest, document: LegalDocument) -> list[dict[str, Any]]:
    """Tell on the page of an issued document by which draft the public was heard."""
    return [
        {
            "label": _("Dự thảo lấy ý kiến"),
            "value": draft.title,
            "url": draft.get_absolute_url(),
            "lang": "vi",
        }
        for draft in selectors.drafts_of(document.pk)
    ]


def _home_context(request: HttpRequest) -> dict[str, Any]:
    """Show what is open, read once a publication; whether a draft still is, the clock says for every reader."""
    key = f"home-drafts:{generation.current()}"
    drafts = cache.get_or_set(key, lambda: selectors.open_drafts(limit=4), _HOME_SECONDS) or []
    return {"draft_rows": [presentation.row(draft) for draft in drafts if window_of(draft).is_open]}
