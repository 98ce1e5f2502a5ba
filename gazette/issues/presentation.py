"""What the pages of issues show, made ready so that templates compute nothing; reads only what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gazette.signatures.selectors import inspection_view, inspections_of
from search import vietnamese

if TYPE_CHECKING:
    from gazette.issues.models import GazetteEntry, GazetteIssue


def row(issue: GazetteIssue) -> dict[str, Any]:
    """Return what a list shows of an issue that was read with `for_list`."""
    return {
        "url": issue.get_absolute_url(),
        "title": issue.name,
        "published_on": issue.published_on,
        "item_count": getattr(issue, "entry_count", 0),
        "file_url": issue.get_file_url(),
        "file_size": issue.file.file_size if issue.file else None,
    }


def page_of(issue: GazetteIssue) -> dict[str, Any]:
    """Return what the page of an issue shows; a draft in an editor's browser is shown the same way."""
    entries = list(issue.entries.all())
    return {
        "issue": issue,
        "metadata": _metadata(issue, entries),
        "sections": _sections(entries),
        "has_pages": any(entry.page_from for entry in entries),
        "files": _files(issue),
        "file_url": issue.get_file_url(),
        "citation": citation(issue),
    }


def _sections(entries: list[GazetteEntry]) -> list[dict[str, Any]]:
    """Return the contents by section, in the order in which the sections first appear."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for position, entry in enumerate(entries, start=1):
        sections.setdefault(entry.section, []).append(_entry(entry, position))
    return [
        {"title": title, "anchor": f"phan-{place}", "entries": shown}
        for place, (title, shown) in enumerate(sections.items(), start=1)
    ]


def _entry(entry: GazetteEntry, position: int) -> dict[str, Any]:
    document = entry.document if entry.document and entry.document.live else None
    split = ""
    if entry.part_number and entry.part_count:
        split = _("Phần %(number)s/%(count)s") % {"number": entry.part_number, "count": entry.part_count}
    return {
        "position": position,
        "anchor": f"muc-{position}",
        "number": entry.number,
        "type": entry.type_text,
        "issuer": entry.issuer,
        "issued_on": entry.issued_on,
        "title": entry.title,
        "pages": entry.pages,
        "split": split,
        "url": document.get_absolute_url() if document else None,
    }


def _metadata(issue: GazetteIssue, entries: list[GazetteEntry]) -> list[dict[str, Any]]:
    pages = [page for entry in entries for page in (entry.page_from, entry.page_to) if page]
    first, last = min(pages, default=0), max(pages, default=0)
    return [
        {"label": _("Số Công báo"), "value": issue.issue_number or _("Nguồn không ghi số")},
        {"label": _("Phần, tập"), "value": issue.part, "lang": "vi"},
        {"label": _("Năm"), "value": str(issue.year)},
        {"label": _("Ngày đăng"), "date": issue.published_on, "value": _("Nguồn không ghi ngày")},
        {"label": _("Loại"), "value": _("Số đặc biệt, phụ trương") if issue.is_special else None},
        {"label": _("Tỉnh (theo nguồn)"), "value": issue.province, "lang": "vi"},
        {"label": _("Số lượng văn bản"), "value": str(len(entries)) if entries else None},
        {"label": pgettext("từ trang đến trang", "Trang"), "value": f"{first}–{last}" if pages else None},
        {"label": _("Nguồn"), "value": issue.source_name, "url": issue.source_url or None, "lang": "vi"},
    ]


def _files(issue: GazetteIssue) -> list[dict[str, Any]]:
    if issue.file is None:
        return []
    return [
        {
            "url": issue.get_file_url() or issue.file.url,
            "title": issue.file.filename,
            "kind": "PDF",
            "size": issue.file.file_size,
            "sha256": issue.file.sha256,
            "check": inspection_view(inspections_of([issue.file.sha256]).get(issue.file.sha256)),
        }
    ]


def citation(issue: GazetteIssue) -> str:
    """Return the line by which one cites the issue, in Vietnamese whatever the reader's language."""
    parts = [" ".join(("Công báo", issue.province)).strip()]
    parts.append(f"số {issue.issue_number}" if issue.issue_number else "không ghi số")
    if issue.part:
        parts.append(issue.part)
    parts.append(
        vietnamese.format_long_date(issue.published_on) if issue.published_on else f"năm {issue.year}"
    )
    return ", ".join(parts)


def publication(entry: GazetteEntry) -> dict[str, Any]:
    """Return the row by which a document's page tells in which issue the document was published."""
    issue = entry.issue
    parts = [issue.name]
    if issue.published_on:
        parts.append(_("ngày %(day)s") % {"day": vietnamese.format_date(issue.published_on)})
    if entry.pages:
        parts.append(_("trang %(pages)s") % {"pages": entry.pages})
    return {"label": _("Đăng Công báo"), "value": ", ".join(parts), "url": issue.get_absolute_url()}
