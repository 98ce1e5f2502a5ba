"""What pages, the API and other rooms read of the log."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Max

from gazette.publication_log.chain import GENESIS
from gazette.publication_log.enums import Action, LogKind
from gazette.publication_log.models import ChainHead, DailyHead, LogEntry
from gazette.signatures.registry import Publication

#: Entries of one page for programs; a full page never changes again.
PAGE_SIZE = 1000


def publications_by_content(sha256: str) -> list[Publication]:
    """Return every file that was published with these bytes, the newest first (two queries)."""
    entries = LogEntry.objects.filter(sha256=sha256, kind=LogKind.FILE).exclude(action=Action.WITHDRAWN)
    by_file = {entry.object_id: entry for entry in entries.order_by("-sequence")}
    later = defaultdict(list)
    for entry in LogEntry.objects.filter(kind=LogKind.FILE, object_id__in=list(by_file)).order_by("sequence"):
        later[entry.object_id].append(entry)
    found = []
    for object_id, entry in by_file.items():
        ended = next(
            (
                other
                for other in later[object_id]
                if other.sequence > entry.sequence and other.sha256 != sha256
            ),
            None,
        )
        found.append(
            Publication(
                title=entry.title,
                path=entry.path,
                file_path=entry.file_path,
                published_at=entry.at,
                withdrawn_at=ended.at if ended else None,
                sequence=entry.sequence,
                kind=LogKind(entry.record.split("-", 1)[0]).label,
            )
        )
    return sorted(found, key=lambda publication: -publication.sequence)


def records_with_file(file_id: int) -> dict[str, list[int]]:
    """Return the records whose files include this one, by kind."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    records = LogEntry.objects.filter(kind=LogKind.FILE, object_id__endswith=f"-{file_id}").order_by()
    for record in set(records.values_list("record", flat=True)):
        kind, object_id = record.rsplit("-", 1)
        found[kind].append(int(object_id))
    return dict(found)


def head() -> tuple[int, str]:
    """Return the last sequence and its hash."""
    stored = ChainHead.objects.filter(pk=1).first()
    return (stored.sequence, stored.hash) if stored else (0, GENESIS)


def page_count() -> int:
    """Return how many pages for programs there are."""
    last = LogEntry.objects.aggregate(last=Max("sequence"))["last"] or 0
    return -(-last // PAGE_SIZE)


def program_page(number: int) -> list[LogEntry]:
    """Return the entries of a page for programs."""
    start = (number - 1) * PAGE_SIZE
    return list(
        LogEntry.objects.filter(sequence__gt=start, sequence__lte=start + PAGE_SIZE).order_by("sequence")
    )


def daily_heads(limit: int = 50) -> list[DailyHead]:
    """Return the newest published heads."""
    return list(DailyHead.objects.all()[:limit])
