"""What the publication log tells of gazette issues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from gazette.issues.models import GazetteEntry, GazetteIssue
from gazette.publication_log.registry import LoggedFile, LoggedRecord, LogSource

_TEXTS = ("issue_number", "part", "title", "note", "province", "source_name", "source_url")
_ENTRY = (
    "section", "number", "type_text", "issuer", "title", "page_from", "page_to", "part_number",
    "part_count", "original_from", "original_to", "correction", "corrects_id", "document_id",
)  # fmt: skip
_ENTRY_DAYS = ("issued_on", "received_on", "due_on")
#: What logs of earlier versions did not tell of an entry.
_NEW_IN_ENTRY = {
    "original_from", "original_to", "correction", "corrects_id", "document_id", "received_on", "due_on",
}  # fmt: skip


def source() -> LogSource:
    """Return the log's source of issues."""
    return LogSource(
        model=GazetteIssue,
        load=_load,
        published_ids=lambda: (
            GazetteIssue.objects.filter(live=True).order_by("pk").values_list("pk", flat=True).iterator()
        ),
        withdrawal_reason=lambda issue: issue.withdrawal_reason,
    )


def _load(ids: Collection[int]) -> Iterable[LoggedRecord]:
    entries: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in (
        GazetteEntry.objects.filter(issue__in=ids)
        .order_by("issue", "sort_order", "pk")
        .values("issue_id", *_ENTRY, *_ENTRY_DAYS)
    ):
        days = {name: row[name].isoformat() if row[name] else None for name in _ENTRY_DAYS}
        entries[row.pop("issue_id")].append(row | days)
    issues = GazetteIssue.objects.filter(pk__in=ids, live=True).select_related("file").order_by("pk")
    for issue in issues:
        content: dict[str, Any] = {name: getattr(issue, name) for name in _TEXTS}
        content |= {
            "year": issue.year,
            "published_on": issue.published_on.isoformat() if issue.published_on else None,
            "is_special": issue.is_special,
            "entries": entries[issue.pk],
            "file": issue.file.sha256 if issue.file else None,
        }
        path = f"/cong-bao/{issue.year}/{issue.slug}"
        told = [
            {name: value for name, value in entry.items() if name not in _NEW_IN_ENTRY}
            for entry in content["entries"]
        ]
        first = content | {"entries": told}
        second = content | {"path": f"{path}/"}
        files = []
        if issue.file:
            files = [
                LoggedFile(
                    file_id=issue.file.pk,
                    title=issue.file.title,
                    sha256=issue.file.sha256,
                    file_path=f"{path}.pdf",
                )
            ]
        title = issue.title or f"Công báo {issue.province} số {issue.issue_number} năm {issue.year}"
        yield LoggedRecord(
            object_id=issue.pk,
            title=" ".join(title.split()),
            path=f"{path}/",
            content=second | {"source_id": issue.source_id, "source_reference": issue.source_reference},
            files=files,
            former_contents=(first, second),
        )
