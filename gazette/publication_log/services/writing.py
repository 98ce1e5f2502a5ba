"""Writing the log, in the transaction of what it tells of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gazette.publication_log.chain import GENESIS, digest
from gazette.publication_log.enums import Action, LogKind
from gazette.publication_log.models import ChainHead, LogEntry
from gazette.publication_log.registry import LoggedRecord, log_sources
from portal.core import generation
from portal.core.importing import write_rows

_BATCH = 500
_FULLER = "Nhật ký ghi đầy đủ hơn; nội dung không đổi."


@dataclass(frozen=True, kw_only=True)
class _Line:
    """An entry that is about to take its place in the chain."""

    action: Action
    kind: str
    object_id: str
    title: str
    path: str
    record: str = ""
    sha256: str = ""
    file_path: str = ""
    reason: str = ""


@transaction.atomic
def log_published(kind: str, ids: Iterable[int], *, reason: str = "") -> int:
    """Tell what was published or changed of these records; what is as the log has it already costs no line."""
    wanted = sorted(set(ids))
    written = 0
    for start in range(0, len(wanted), _BATCH):
        written += _log_batch(kind, wanted[start : start + _BATCH], reason)
    return written


def _log_batch(kind: str, ids: Collection[int], reason: str) -> int:
    records = list(log_sources[kind].load(ids))
    if not records:
        return 0
    head = _locked_head()
    known = _last_entries(kind, [str(record.object_id) for record in records])
    lines: list[_Line] = []
    for record in records:
        last = known.get(str(record.object_id))
        sha256 = digest(record.content)
        is_live = last is not None and last.action != Action.WITHDRAWN
        if is_live and last is not None and last.sha256 == sha256:
            continue
        action = Action.CHANGED if is_live else Action.PUBLISHED
        lines.append(
            _Line(
                action=action, kind=kind, object_id=str(record.object_id), title=record.title[:500],
                path=record.path[:500], sha256=sha256, reason=reason,
            )
        )  # fmt: skip
        if record.files or last is not None:
            lines += _file_lines(kind, record, reason)
    _append(head, lines)
    return len(lines)


def _file_lines(kind: str, record: LoggedRecord, reason: str) -> list[_Line]:
    """Return what changed of a record's files since the log told of them."""
    owner = f"{kind}-{record.object_id}"
    present = {f"{owner}-{file.file_id}": file for file in record.files}
    known = _files_of(kind, record.object_id)
    lines = []
    for key, file in present.items():
        last = known.get(key)
        is_live = last is not None and last.action != Action.WITHDRAWN
        if is_live and last is not None and last.sha256 == file.sha256:
            continue
        action = Action.CHANGED if is_live else Action.PUBLISHED
        lines.append(
            _Line(
                action=action, kind=LogKind.FILE, object_id=key, record=owner, title=file.title[:500],
                path=record.path[:500], sha256=file.sha256, file_path=file.file_path[:500], reason=reason,
            )
        )  # fmt: skip
    for key, last in known.items():
        if key not in present and last.action != Action.WITHDRAWN:
            lines.append(_withdrawn(last, reason))
    return lines


def _files_of(kind: str, object_id: int | str) -> dict[str, LogEntry]:
    entries = LogEntry.objects.filter(record=f"{kind}-{object_id}").order_by("sequence")
    return {entry.object_id: entry for entry in entries}


def _withdrawn(last: LogEntry, reason: str) -> _Line:
    return _Line(
        action=Action.WITHDRAWN, kind=last.kind, object_id=last.object_id, record=last.record,
        title=last.title, path=last.path, file_path=last.file_path, reason=reason,
    )  # fmt: skip


@transaction.atomic
def log_withdrawn(kind: str, ids: Iterable[int], *, reason: str = "") -> int:
    """Tell that records were withdrawn, their files with them."""
    head = _locked_head()
    lines = []
    for object_id, last in _last_entries(kind, [str(pk) for pk in ids]).items():
        if last.action == Action.WITHDRAWN:
            continue
        lines.append(_withdrawn(last, reason))
        files = _files_of(kind, object_id).values()
        lines += [_withdrawn(file, reason) for file in files if file.action != Action.WITHDRAWN]
    _append(head, lines)
    return len(lines)


def log_missing() -> int:
    """Tell of every published record that the log does not know; return how many lines it took."""
    written = 0
    for kind, source in log_sources.items():
        told = set(
            LogEntry.objects.filter(kind=kind).order_by().values_list("object_id", flat=True).distinct()
        )
        written += log_published(kind, [pk for pk in source.published_ids() if str(pk) not in told])
        written += _log_fuller(kind)
    return written


def _log_fuller(kind: str) -> int:
    """Tell anew the records that are as an earlier version of the log told them, with less of their content."""
    written = 0
    ids = iter(log_sources[kind].published_ids())
    while batch := list(islice(ids, _BATCH)):
        known = _last_entries(kind, [str(pk) for pk in batch])
        fuller = [
            record.object_id
            for record in log_sources[kind].load(batch)
            if (last := known.get(str(record.object_id))) is not None
            and last.sha256 != digest(record.content)
            and last.sha256 in map(digest, record.former_contents)
        ]
        written += log_published(kind, fuller, reason=_FULLER)
    return written


def _locked_head() -> ChainHead:
    # Every writer takes the generation's row first and the head's second: two that meet wait, none is undone.
    generation.raise_generation()
    ChainHead.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
    return ChainHead.objects.select_for_update().get(pk=1)


def _last_entries(kind: str, ids: Collection[str]) -> dict[str, LogEntry]:
    newest = (
        LogEntry.objects.filter(kind=kind, object_id__in=ids)
        .order_by()
        .values("object_id")
        .annotate(last=Max("sequence"))
        .values_list("last", flat=True)
    )
    return {entry.object_id: entry for entry in LogEntry.objects.filter(sequence__in=list(newest))}


def _append(head: ChainHead, lines: list[_Line]) -> None:
    if not lines:
        return
    now = timezone.now()
    entries = []
    for line in lines:
        entry = LogEntry(
            sequence=head.sequence + 1, at=now, action=line.action, kind=line.kind, object_id=line.object_id,
            record=line.record, title=line.title, path=line.path, sha256=line.sha256, file_path=line.file_path,
            reason=line.reason, previous=head.hash,
        )  # fmt: skip
        entry.hash = entry.computed_hash()
        head.sequence, head.hash = entry.sequence, entry.hash
        entries.append(entry)
    write_rows(entries)
    head.save()
