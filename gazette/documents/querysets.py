"""Chainable filters of documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import connections, models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from gazette.documents.effect import effect_filter
from gazette.documents.enums import BINDING
from search import vietnamese

if TYPE_CHECKING:
    from gazette.documents.models import LegalDocument  # noqa: F401  # named in annotations only


class LegalDocumentQuerySet(models.QuerySet["LegalDocument"]):
    """Documents by what readers ask for."""

    def published(self) -> LegalDocumentQuerySet:
        """Only what the public may read."""
        # Written as a comparison: Django says `live=True` as a bare "live", for which SQLite takes no index.
        return self.filter(live__in=[True])

    def for_list(self) -> LegalDocumentQuerySet:
        """What a list shows, without the long text, at a fixed number of queries."""
        rows = self.select_related("document_type", "issuing_agency", "collection").defer("text", "folded")
        return rows.prefetch_related("effect_periods")

    def for_page(self) -> LegalDocumentQuerySet:
        """What the page of one document reads of it; `has_versions` says whether earlier wordings are there."""
        versions = self.model._meta.get_field("article_versions").related_model._default_manager
        rows = self.select_related("document_type", "issuing_agency", "collection")
        return rows.prefetch_related("subject_areas").annotate(
            has_versions=Exists(versions.filter(document_id=OuterRef("pk"))),
            has_other_records=Exists(self.model._default_manager.filter(same_law=OuterRef("pk"))),
        )

    def with_number(self, text: str) -> LegalDocumentQuerySet:
        """Documents with this number in any spelling."""
        return self.filter(number_key=vietnamese.number_key(text))

    def number_begins(self, text: str) -> LegalDocumentQuerySet:
        """Documents whose number begins like this, in any spelling."""
        key = vietnamese.number_key(text)
        if not key:
            return self.none()
        if connections[self.db].vendor == "sqlite":
            # It takes no index for Django's LIKE; keys are ASCII letters, digits and hyphens, all before the tilde.
            begins = self.model._default_manager.filter(number_key__gte=key, number_key__lt=f"{key}~")
            return self.filter(pk__in=begins.values("pk"))
        return self.filter(number_key__startswith=key)

    def with_effect(self, status: str, on: date | None = None) -> LegalDocumentQuerySet:
        """Documents that have this status on a day, by default today."""
        return self.with_any_effect([status], on)

    def with_any_effect(self, statuses: Iterable[str], on: date | None = None) -> LegalDocumentQuerySet:
        """Documents that have one of these statuses on a day, by default today."""
        day, asked = on or timezone.localdate(), list(statuses)
        by_dates = reduce(or_, (effect_filter(status, day) for status in asked))
        # The few that others act upon are looked up; the rest are answered from the list's own index.
        periods = self.model._meta.get_field("effect_periods").related_model._default_manager
        stored = periods.filter(status__in=asked, starts_on__lte=day, ends_on__gt=day)
        return self.filter(
            Q(effect_is_plain__in=[True]) & by_dates | Q(pk__in=stored.order_by().values("document_id"))
        )

    def in_force(self, on: date | None = None) -> LegalDocumentQuerySet:
        """Documents that bind, at least in part, on a day."""
        return self.with_any_effect(sorted(BINDING), on)

    def containing(self, words: str) -> LegalDocumentQuerySet:
        """Documents whose number or summary contains every word, diacritics or not."""
        found = self
        for word in vietnamese.fold(words).split()[:12]:
            found = found.filter(folded__contains=word)
        return found
