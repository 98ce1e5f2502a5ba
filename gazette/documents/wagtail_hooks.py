"""Registration of documents with Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from gazette.documents.admin_guards import refuse_deleting_published
from gazette.documents.bulk_actions import PublishDocuments, WithdrawDocuments
from gazette.documents.code_list_viewsets import VIEWSETS
from gazette.documents.viewsets import LegalDocumentViewSet

hooks.register("register_bulk_action", PublishDocuments)
hooks.register("register_bulk_action", WithdrawDocuments)
hooks.register("before_delete_snippet", refuse_deleting_published)
register_snippet(LegalDocumentViewSet)
for viewset in VIEWSETS:
    register_snippet(viewset)
