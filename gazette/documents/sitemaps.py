"""Documents in the sitemap."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap

from gazette.documents.models import LegalDocument
from gazette.documents.querysets import LegalDocumentQuerySet


class DocumentSitemap(Sitemap[LegalDocument]):
    """Every published document with the moment of its last change."""

    limit = 10_000

    def items(self) -> LegalDocumentQuerySet:
        """Return what the address and the moment need, in a stable order."""
        return LegalDocument.objects.published().only("id", "number", "summary", "updated_at").order_by("pk")

    def lastmod(self, item: LegalDocument) -> datetime:
        """Return the moment of the last change."""
        return item.updated_at
