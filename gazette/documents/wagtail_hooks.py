"""Registration of documents with Wagtail."""

from wagtail.snippets.models import register_snippet

from gazette.documents.code_list_viewsets import VIEWSETS
from gazette.documents.viewsets import LegalDocumentViewSet

register_snippet(LegalDocumentViewSet)
for viewset in VIEWSETS:
    register_snippet(viewset)
