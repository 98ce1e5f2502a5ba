"""What of documents is downloaded in bulk."""

from django.utils.translation import gettext_lazy as _

from gazette.documents.models import (
    Article,
    ArticleVersion,
    ConsolidatedText,
    DocumentAttachment,
    DocumentRelation,
    EffectEvent,
    EffectPeriod,
    FilePage,
    FileText,
    LegalDocument,
)
from portal.core.registry import Collection, DumpedTable, collections


def register() -> None:
    """Register the collection; called once, when the apps are loaded."""
    collections.register(
        "documents",
        Collection(
            title=_("Văn bản"),
            path="/van-ban/",
            endpoint="documents",
            has_feeds=True,
            tables=[
                DumpedTable(
                    name="documents",
                    model=LegalDocument,
                    rows=LegalDocument.objects.published,
                    leave_out=frozenset({"withdrawn_reason"}),
                ),
                DumpedTable(name="articles", model=Article),
                DumpedTable(name="relations", model=DocumentRelation),
                DumpedTable(name="effect_periods", model=EffectPeriod),
                DumpedTable(name="effect_events", model=EffectEvent),
                DumpedTable(name="consolidated_texts", model=ConsolidatedText),
                DumpedTable(name="article_versions", model=ArticleVersion),
                DumpedTable(name="document_files", model=DocumentAttachment, shows=("attachment",)),
                DumpedTable(name="file_texts", model=FileText),
                DumpedTable(name="file_pages", model=FilePage),
            ],
        ),
        order=30,
    )
