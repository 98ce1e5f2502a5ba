"""Chainable filters of gazette issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Revision, WorkflowState

from gazette.issues.numbering import IssueNumber
from search import vietnamese

if TYPE_CHECKING:
    from gazette.issues.models import GazetteIssue  # noqa: F401  # the queryset's own row type

_MOST_WORDS = 12


class GazetteIssueQuerySet(models.QuerySet["GazetteIssue"]):
    """Issues by what readers ask for."""

    def published(self) -> GazetteIssueQuerySet:
        """Only what the public may read."""
        return self.filter(live=True)

    def for_list(self) -> GazetteIssueQuerySet:
        """What a list shows: the file and the number of entries."""
        return self.select_related("file").with_entry_count()

    def for_editors(self) -> GazetteIssueQuerySet:
        """What the editors' list shows besides: what is scheduled and what is under review (one query more)."""
        # Wagtail asks twice for every row of a snippet list otherwise; for pages it does the same as here.
        scheduled = Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(self.model),
            object_id=Cast(OuterRef("pk"), models.CharField()),
            approved_go_live_at__isnull=False,
        )
        under_review = Prefetch(
            "_workflow_states",
            queryset=WorkflowState.objects.active().select_related("current_task_state__task"),
            to_attr="_current_workflow_states",
        )
        return self.for_list().annotate(is_scheduled=Exists(scheduled)).prefetch_related(under_review)

    def with_entry_count(self) -> GazetteIssueQuerySet:
        """Add `entry_count`, counted for the rows that are read and no others."""
        entries = apps.get_model("issues", "GazetteEntry").objects.filter(issue=OuterRef("pk")).order_by()
        counted = entries.values("issue").annotate(total=Count("pk")).values("total")
        return self.annotate(entry_count=Coalesce(Subquery(counted), 0, output_field=models.IntegerField()))

    def holding(self, number: IssueNumber) -> GazetteIssueQuerySet:
        """Issues that carry all of these numbers, alone or among others."""
        return self.filter(first_number__lte=number.first, last_number__gte=number.last)

    def overlapping(self, number: IssueNumber) -> GazetteIssueQuerySet:
        """Issues that carry any of these numbers."""
        return self.filter(first_number__lte=number.last, last_number__gte=number.first)

    def containing(self, words: str) -> GazetteIssueQuerySet:
        """Issues whose title, or one of whose entries, contains every word, diacritics or not."""
        in_issue, in_entry = Q(), Q()
        for word in vietnamese.fold(words).split()[:_MOST_WORDS]:
            in_issue &= Q(folded__contains=word)
            in_entry &= Q(folded__contains=word)
        entries = apps.get_model("issues", "GazetteEntry").objects.filter(in_entry, issue=OuterRef("pk"))
        return self.filter(in_issue | Exists(entries))

    def publishing(self, document_number: str) -> GazetteIssueQuerySet:
        """Issues whose contents name a document with this number in any spelling."""
        key = vietnamese.number_key(document_number)
        entries = apps.get_model("issues", "GazetteEntry").objects.filter(
            number_key=key, issue=OuterRef("pk")
        )
        return self.filter(Exists(entries)) if key else self.none()
