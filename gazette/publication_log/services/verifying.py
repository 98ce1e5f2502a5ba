"""Whether everything is as the log says: the chain itself, every published record, every file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from gazette.publication_log.chain import GENESIS, digest
from gazette.publication_log.enums import Action, LogKind
from gazette.publication_log.models import ChainHead, DailyHead, LogEntry
from gazette.publication_log.registry import Fault, log_sources, verifications
from portal.core.models import Attachment
from portal.core.models.attachments import sha256_of

_BATCH = 500


def verify_all() -> Iterator[Fault]:
    """Yield everything that differs, each with the record at fault."""
    yield from verify_chain()
    yield from verify_records()
    yield from verify_files()
    for _name, check in verifications.items():
        yield from check()


def verify_chain() -> Iterator[Fault]:
    """Yield the entries whose hash does not follow from them and from the one before, and heads that differ."""
    expected, previous = 1, GENESIS
    heads = {head.sequence: head for head in DailyHead.objects.all()}
    for entry in LogEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        name = f"nhật ký dòng {entry.sequence}"
        if entry.sequence != expected:
            yield Fault(record=name, message=f"thiếu dòng {expected} đến {entry.sequence - 1}")
        if entry.previous != previous:
            yield Fault(record=name, message="không nối tiếp dòng trước")
        if entry.hash != entry.computed_hash():
            yield Fault(
                record=name, message=f"nội dung đã bị sửa ({entry.kind} {entry.object_id}: {entry.title})"
            )
        head = heads.pop(entry.sequence, None)
        if head is not None and head.hash != entry.hash:
            yield Fault(record=name, message=f"khác mã đã công bố ngày {head.day}")
        expected, previous = entry.sequence + 1, entry.hash
    for head in heads.values():
        if head.sequence:
            yield Fault(
                record=f"nhật ký dòng {head.sequence}", message=f"mất dòng đã công bố ngày {head.day}"
            )
    stored = ChainHead.objects.filter(pk=1).first()
    if stored is not None and (stored.sequence, stored.hash) != (expected - 1, previous):
        yield Fault(record=f"nhật ký dòng {stored.sequence}", message="mất những dòng cuối của nhật ký")


def verify_records() -> Iterator[Fault]:
    """Yield the published records whose content is not what the log says, and those that it does not know."""
    for kind, source in log_sources.items():
        told: dict[str, tuple[str, str]] = {}
        entries = LogEntry.objects.filter(kind=kind).order_by("sequence")
        for object_id, action, sha256 in entries.values_list("object_id", "action", "sha256").iterator():
            told[object_id] = (action, sha256)
        ids = iter(source.published_ids())
        while batch := list(islice(ids, _BATCH)):
            for record in source.load(batch):
                action, sha256 = told.pop(str(record.object_id), ("", ""))
                name = f"{kind} {record.object_id} ({record.title})"
                if not action:
                    yield Fault(record=name, message="đang công bố nhưng không có trong nhật ký")
                elif action == Action.WITHDRAWN:
                    yield Fault(record=name, message="đang công bố nhưng nhật ký ghi đã gỡ")
                elif sha256 != digest(record.content):
                    yield Fault(record=name, message="nội dung khác với nội dung đã công bố")
        for object_id, (action, _sha256) in told.items():
            if action != Action.WITHDRAWN:
                yield Fault(record=f"{kind} {object_id}", message="nhật ký ghi đang công bố nhưng không còn")


def verify_files() -> Iterator[Fault]:
    """Yield the files whose bytes are not those that were uploaded or published."""
    files = LogEntry.objects.filter(kind=LogKind.FILE).order_by("sequence")
    published = {}
    for object_id, action, sha256 in files.values_list("object_id", "action", "sha256").iterator():
        published[object_id.rsplit("-", 1)[-1]] = "" if action == Action.WITHDRAWN else sha256
    for attachment in Attachment.objects.order_by("pk").iterator(chunk_size=_BATCH):
        name = f"tệp {attachment.pk} ({attachment.title}, {attachment.filename})"
        wanted = published.get(str(attachment.pk)) or attachment.sha256
        try:
            with attachment.file.open("rb") as file:
                found = sha256_of(file)
        except OSError:
            yield Fault(record=name, message="mất tệp trong kho")
            continue
        if found != wanted or attachment.sha256 != wanted:
            yield Fault(record=name, message=f"SHA-256 là {found}, phải là {wanted}")
