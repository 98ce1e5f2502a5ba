"""Gazette issues for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from gazette.issues.models import GazetteEntry, GazetteIssue
from portal.core.importing import refresh_statistics
from portal.core.models import Attachment

PDF = b"%PDF-1.4\n% a gazette\n%%EOF\n"


class GazetteIssueFactory(factory.django.DjangoModelFactory[GazetteIssue]):
    """A published issue of this province."""

    class Meta:
        model = GazetteIssue

    year = 2026
    issue_number = factory.Sequence(lambda n: str(n + 1000))
    published_on = date(2026, 7, 25)
    live = True
    first_published_at = factory.LazyFunction(timezone.now)


class GazetteEntryFactory(factory.django.DjangoModelFactory[GazetteEntry]):
    """An entry that names a document of the province's committee."""

    class Meta:
        model = GazetteEntry

    issue = factory.SubFactory(GazetteIssueFactory)
    section = "Phần văn bản quy phạm pháp luật"
    number = factory.Sequence(lambda n: f"{n + 1}/2026/QĐ-UBND")
    type_text = "Quyết định"
    issuer = "UBND tỉnh"
    issued_on = date(2026, 7, 13)
    title = "Ban hành quy định"


def pdf_attachment(name: str = "cong-bao.pdf", content: bytes = PDF) -> Attachment:
    """Store a file as an editor would."""
    attachment = Attachment(title=name, file=ContentFile(content, name=name))
    attachment.save()
    return attachment


def many_issues(count: int, *, entries: int = 0, **fields: Any) -> list[GazetteIssue]:
    """Make many published issues, 1,000 a year, in a few statements; each with some entries if asked."""
    now = timezone.now()
    issues = []
    for position in range(count):
        year, number = 2026 - position // 1000, position % 1000 + 1
        issue = GazetteIssue(
            year=year,
            issue_number=str(number),
            published_on=date(year, 1, 1) + timedelta(days=number % 360),
            live=True,
            first_published_at=now,
            **fields,
        )
        issue.derive()
        issue.slug = issue.wanted_slug
        issues.append(issue)
    stored = GazetteIssue.objects.bulk_create(issues, batch_size=500)
    rows = []
    for issue in stored:
        for place in range(entries):
            entry = GazetteEntry(
                issue=issue,
                sort_order=place,
                section=f"Phần {place // 10}",
                number=f"{place + 1}/2026/QĐ-UBND",
                title=f"Văn bản thứ {place + 1}",
                page_from=place * 2 + 1,
                page_to=place * 2 + 2,
            )
            entry.derive()
            rows.append(entry)
    GazetteEntry.objects.bulk_create(rows, batch_size=500)
    if count >= 1000:
        refresh_statistics()
    return stored
