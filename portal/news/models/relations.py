"""What a news item points to: documents that it cites and other news."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable

from search import vietnamese

NUMBER_LENGTH = 120


class CitedDocument(Orderable):
    """A document cited by its number, whether or not this portal holds it."""

    news = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="cited_documents")
    number = models.CharField(
        _("Số, ký hiệu"), max_length=NUMBER_LENGTH, help_text=_("Như in trên văn bản, ví dụ 24/2021/QĐ-UBND.")
    )
    #: By it a document finds the news that cite it, whatever the spelling.
    number_key = models.CharField(max_length=NUMBER_LENGTH, editable=False, db_index=True)

    panels = [FieldPanel("number")]

    class Meta(Orderable.Meta):
        verbose_name = _("văn bản được dẫn")
        verbose_name_plural = pgettext_lazy("số nhiều", "văn bản được dẫn")

    def __str__(self) -> str:
        return self.number

    @property
    def path(self) -> str:
        """The address that leads to the document by its number."""
        return f"/van-ban/so/{quote(self.number, safe='/')}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the number with its look-up key."""
        self.number_key = vietnamese.number_key(self.number)[:NUMBER_LENGTH]
        super().save(*args, **kwargs)


class RelatedNews(Orderable):
    """Another news item that editors put beside this one."""

    news = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="related_news")
    related = models.ForeignKey(
        "news.NewsPage", verbose_name=_("Bài liên quan"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("related", "news.NewsPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("bài liên quan")
        verbose_name_plural = pgettext_lazy("số nhiều", "bài liên quan")

    def __str__(self) -> str:
        return str(self.related)
