"""What the page of one item of an issue shows."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gazette.issues.deadlines import is_kept
from gazette.issues.file_facts import corrections_of, first_page_of_file
from gazette.issues.models import GazetteEntry, GazetteIssue
from gazette.issues.presentation import citation
from gazette.issues.selectors import position_of
from search import vietnamese


def page_of(issue: GazetteIssue, entry: GazetteEntry, position: int) -> dict[str, Any]:
    """Return what the page of an item shows."""
    document = entry.document if entry.document and entry.document.live else None
    has_pages = first_page_of_file(issue) is not None and entry.page_from is not None
    address = [issue.year, issue.slug, position]
    data = linked_data(issue, entry, position)
    return {
        "issue": issue,
        "entry": entry,
        "position": position,
        "metadata": _metadata(issue, entry, position),
        "document_url": document.get_absolute_url() if document else None,
        "pdf_url": reverse("issues:item_pdf", args=address) if has_pages else None,
        "data_url": reverse("issues:item_data", args=address),
        "corrections": [correction_row(item) for item in corrections_of([entry.pk])],
        "corrected": correction_row(entry.corrects) if entry.corrects else None,
        "linked_data": mark_safe(  # noqa: S308  # escaped for a script element
            orjson.dumps(data)
            .decode()
            .replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("&", "\\u0026")
        ),
        "citation": f"{citation(issue)}, {_('trang %(pages)s') % {'pages': entry.pages}}"
        if entry.pages
        else citation(issue),
    }


def correction_row(entry: GazetteEntry) -> dict[str, Any]:
    """Return a correction, or what is corrected, with its place."""
    issue = entry.issue
    return {
        "title": " ".join(part for part in (entry.type_text, entry.number) if part) or entry.title,
        "issue": issue.name,
        "text": entry.correction,
        "published_on": issue.published_on,
        "url": reverse("issues:item", args=[issue.year, issue.slug, position_of(entry)]),
    }


def _metadata(issue: GazetteIssue, entry: GazetteEntry, position: int) -> list[dict[str, Any]]:
    kept = is_kept(entry.due_on, issue.published_on, timezone.localdate())
    words, tone = None, "muted"
    if entry.due_on:
        day = vietnamese.format_date(entry.due_on)
        words, tone = (
            (_("Đúng hạn, hạn %(day)s") % {"day": day}, "success")
            if kept
            else (_("Quá hạn, hạn %(day)s") % {"day": day}, "warning")
        )
    elif entry.received_on:
        words = _("Luật hiện hành không ấn định số ngày")
    return [
        {"label": _("Số, ký hiệu"), "value": entry.number, "lang": "vi"},
        {"label": _("Loại văn bản"), "value": entry.type_text, "lang": "vi"},
        {"label": _("Cơ quan ban hành"), "value": entry.issuer, "lang": "vi"},
        {"label": _("Ngày ban hành"), "date": entry.issued_on, "value": None},
        {"label": _("Đăng tại"), "value": issue.name, "url": issue.get_absolute_url()},
        {"label": _("Phần trong mục lục"), "value": entry.section, "lang": "vi"},
        {"label": _("Vị trí trong mục lục"), "value": str(position)},
        {"label": _("Trang"), "value": entry.pages},
        {"label": _("Ngày đăng"), "date": issue.published_on, "value": None},
        {"label": _("Ngày Công báo nhận"), "date": entry.received_on, "value": None},
        {"label": _("Thời hạn đăng"), "value": words, "tone": tone},
    ]


def linked_data(issue: GazetteIssue, entry: GazetteEntry, position: int) -> dict[str, Any]:
    """Return an item in schema.org's words."""
    site = settings.SITE_URL
    address = [issue.year, issue.slug, position]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": f"{site}{reverse('issues:item', args=address)}",
        "url": f"{site}{reverse('issues:item', args=address)}",
        "name": entry.title or entry.number,
        "legislationIdentifier": entry.number or None,
        "legislationType": entry.type_text or None,
        "legislationPassedBy": {"@type": "Organization", "name": entry.issuer} if entry.issuer else None,
        "legislationDate": entry.issued_on.isoformat() if entry.issued_on else None,
        "datePublished": issue.published_on.isoformat() if issue.published_on else None,
        "position": position,
        "pageStart": entry.page_from,
        "pageEnd": entry.page_to,
        "inLanguage": "vi",
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": issue.issue_number,
            "name": issue.name,
            "url": f"{site}{issue.get_absolute_url()}",
            "datePublished": issue.published_on.isoformat() if issue.published_on else None,
        },
        "correction": [
            {"@type": "CorrectionComment", "text": row.correction, "url": f"{site}{_path(row)}"}
            for row in corrections_of([entry.pk])
        ]
        or None,
    }
    return {key: value for key, value in data.items() if value is not None}


def _path(entry: GazetteEntry) -> str:
    return reverse("issues:item", args=[entry.issue.year, entry.issue.slug, position_of(entry)])
