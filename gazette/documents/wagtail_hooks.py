"""Registration of documents with Wagtail."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from gazette.documents.admin_guards import refuse_deleting_published
from gazette.documents.bulk_actions import PublishDocuments, WithdrawDocuments
from gazette.documents.code_list_viewsets import VIEWSETS
from gazette.documents.relation_desk import disagreement_list, proposal_list
from gazette.documents.viewsets import LegalDocumentViewSet

hooks.register("register_bulk_action", PublishDocuments)
hooks.register("register_bulk_action", WithdrawDocuments)
hooks.register("before_delete_snippet", refuse_deleting_published)
register_snippet(LegalDocumentViewSet)
for viewset in VIEWSETS:
    register_snippet(viewset)


class _ProposalsItem(MenuItem):
    """Shown to those who may decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the editor may publish documents."""
        return request.user.has_perm("documents.publish_legaldocument")


@hooks.register("register_admin_urls")
def _addresses() -> list[URLPattern]:
    return [
        path("quan-he-de-xuat/", proposal_list, name="documents_proposals"),
        path("hieu-luc-khac-nguon/", disagreement_list, name="documents_disagreements"),
    ]


@hooks.register("register_admin_menu_item")
def _menu_item() -> Any:
    address = reverse_lazy("documents_proposals")
    return _ProposalsItem(_("Quan hệ đề xuất"), address, name="quan-he-de-xuat", icon_name="link", order=215)
