"""Registration of documents with Wagtail."""

from wagtail.snippets.models import register_snippet

from gazette.documents.viewsets import LegalDocumentViewSet

register_snippet(LegalDocumentViewSet)
