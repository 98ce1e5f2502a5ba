"""What the index learns of issues."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from gazette.issues.search_sources import GazetteSource
from search.models import OutboxEntry
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_an_issue_is_found_by_what_it_publishes():
    issue = GazetteIssueFactory(issue_number="44 + 45", published_on=date(2026, 7, 10), source_id="cb")
    GazetteEntryFactory(issue=issue, number="37/2026/QĐ-UBND", title="Bảng giá đất")
    GazetteIssueFactory(live=False)
    with translation.override("en"):
        [entry] = GazetteSource().entries([str(issue.pk)])
    assert (entry.kind, entry.title, entry.url) == (
        "gazette",
        "Công báo số 44 + 45 năm 2026",
        "/cong-bao/2026/44-45/",
    )
    assert "37/2026/QĐ-UBND" in entry.text
    assert "Bảng giá đất" in entry.text
    assert (entry.date, entry.source_id, GazetteSource().count()) == (date(2026, 7, 10), "cb", 1)


def test_saving_and_withdrawing_are_noted():
    issue = GazetteIssueFactory()
    assert OutboxEntry.objects.filter(source="gazette", object_id=str(issue.pk)).count() == 1
    issue.unpublish()
    assert OutboxEntry.objects.filter(source="gazette", object_id=str(issue.pk)).count() == 2
    assert not list(GazetteSource().entries([str(issue.pk)]))
