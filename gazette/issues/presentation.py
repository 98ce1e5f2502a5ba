"""What the pages of issues show, made ready so that templates compute nothing; reads only what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gazette.issues.file_facts import corrections_of, first_page_of_file, obstacles_of_file
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
    pages = _pictures(issue, entries) if issue.live else []
    return {
        "pictures": pages,
        "obstacles": _obstacles(issue, entries) if issue.live else [],
        "issue": issue,
        "metadata": _metadata(issue, entries),
        "sections": _sections(issue, entries),
        "has_pages": any(entry.page_from for entry in entries),
        "files": _files(issue),
        "file_url": issue.get_file_url(),
        "page_search_url": page_search_url(issue) if issue.live else None,
        "citation": citation(issue),
    }


def page_search_url(issue: GazetteIssue) -> str | None:
    """Return the path at which the pages of an issue's file are searched, None where it has no file."""
    return reverse("issues:page_search", args=[issue.year, issue.slug]) if issue.file_id else None


def _pictures(issue: GazetteIssue, entries: list[GazetteEntry]) -> list[dict[str, Any]]:
    """Return small pictures of the cover and of the first page of each item."""
    first = first_page_of_file(issue)
    if first is None or not issue.pk:
        return []
    shown = [(1, _("Trang bìa"))]
    shown += [
        (entry.page_from - first + 1, entry.number or entry.title) for entry in entries if entry.page_from
    ]
    return [
        {
            "url": reverse("issues:page_picture", args=[issue.year, issue.slug, page]),
            "target": f"{issue.get_file_url()}#page={page}",
            "title": title,
            "page": first + page - 1,
        }
        for page, title in shown
    ]


def _obstacles(issue: GazetteIssue, entries: list[GazetteEntry]) -> list[dict[str, str]]:
    """Return the parts that keep the issue's file from being PDF/A."""
    found = obstacles_of_file(issue)
    return [
        {"title": entry.number or entry.title, "reasons": ", ".join(found[str(entry.pk)])}
        for entry in entries
        if str(entry.pk) in found
    ]


def _sections(issue: GazetteIssue, entries: list[GazetteEntry]) -> list[dict[str, Any]]:
    """Return the contents by section, in the order in which the sections first appear."""
    sections: dict[str, list[dict[str, Any]]] = {}
    corrected: dict[int, list[dict[str, str]]] = {}
    for item in corrections_of([entry.pk for entry in entries if entry.pk]) if issue.pk else []:
        corrected.setdefault(item.corrects_id or 0, []).append(
            {"text": item.correction, "issue": item.issue.name, "url": item.issue.get_absolute_url()}
        )
    for position, entry in enumerate(entries, start=1):
        sections.setdefault(entry.section, []).append(
            _entry(entry, position)
            | {
                "item_url": reverse("issues:item", args=[issue.year, issue.slug, position])
                if issue.slug
                else None,
                "corrections": corrected.get(entry.pk or 0, []),
            }
        )
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


def correction(entry: GazetteEntry) -> dict[str, Any]:
    """Return the row by which a document's page tells that it was corrected, and how it reads now."""
    return {
        "label": _("Đính chính"),
        "value": f"{entry.correction} ({entry.issue.name})",
        "url": entry.issue.get_absolute_url(),
    }
