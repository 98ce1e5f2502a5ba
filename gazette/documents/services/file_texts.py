"""Reading files in the background: every attachment of a document is read once, and again when its bytes change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from gazette.documents.enums import ReadingState
from gazette.documents.models import DocumentAttachment, FilePage, FileText, LegalDocument
from portal.core import generation
from portal.core.models import Attachment
from search import outbox, vietnamese

_KINDS = {"pdf": "pdf", "docx": "docx", "doc": "doc"}
_READING_SECONDS, _CONVERSION_SECONDS = 1_200, 180
#: What the reading process is given of our surroundings: no secret is among it.
_PASSED = ("PATH", "HOME", "LANG", "TMPDIR", "TESSDATA_PREFIX")


@dataclass
class Reading:
    """What a file said."""

    state: ReadingState
    pages: list[dict[str, Any]] = field(default_factory=list)
    problem: str = ""


def ask_to_read(attachment_ids: Iterable[int]) -> None:
    """Have attachments read in the background, in the writer's transaction; what was read already is left alone."""
    wanted = Attachment.objects.filter(pk__in=list(attachment_ids)).select_related("file_text")
    for attachment in wanted:
        known = getattr(attachment, "file_text", None)
        if known is not None and known.sha256 == attachment.sha256:
            continue
        FileText.objects.update_or_create(
            attachment=attachment, defaults={"state": ReadingState.WAITING, "sha256": attachment.sha256}
        )
        read_file.enqueue(attachment.pk)


@task()
def read_file(attachment_id: int) -> str:
    """Read one attachment and keep what it says; return the state."""
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is None:
        return "gone"
    reading = read(attachment)
    with transaction.atomic():
        _keep(attachment, reading)
    return reading.state.value


def read(attachment: Attachment) -> Reading:
    """Return what a file says; a file that cannot be read is told, never an error."""
    kind = _KINDS.get(attachment.file_extension.lower())
    if kind is None:
        return Reading(ReadingState.UNSUPPORTED, problem=_("Chỉ đọc được PDF và Word."))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"file.{kind}"
        try:
            with attachment.file.open("rb") as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
        except OSError as error:
            return Reading(
                ReadingState.UNREADABLE, problem=_("Không mở được tệp: %(error)s") % {"error": error}
            )
        if kind == "doc":
            converted = _converted(copy)
            if isinstance(converted, Reading):
                return converted
            copy, kind = converted, "docx"
        return _judged(_read_apart(copy, kind))


def _converted(path: Path) -> Path | Reading:
    """Return a Word 97-2003 file as .docx, made by LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return Reading(
            ReadingState.UNSUPPORTED, problem=_("Tệp .doc cần LibreOffice, mà máy chủ này không cài.")
        )
    command = [
        office, f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--norestore",
        "--convert-to", "docx",
        "--outdir", str(path.parent / "made"), str(path),
    ]  # fmt: skip
    try:
        subprocess.run(  # noqa: S603 - our own arguments, no shell
            command,
            capture_output=True,
            timeout=_CONVERSION_SECONDS,
            check=True,
            env=_environment(path.parent),
        )
    except (subprocess.SubprocessError, OSError) as error:
        return Reading(
            ReadingState.UNREADABLE,
            problem=_("LibreOffice không đổi được tệp: %(error)s") % {"error": type(error).__name__},
        )
    made = path.parent / "made" / f"{path.stem}.docx"
    if not made.is_file():
        return Reading(ReadingState.UNREADABLE, problem=_("LibreOffice không đọc được tệp này."))
    return made


def _environment(home: Path) -> dict[str, str]:
    return {name: os.environ[name] for name in _PASSED if name in os.environ} | {"HOME": str(home)}


def _read_apart(path: Path, kind: str) -> Reading:
    """Read a file in a process of its own."""
    command = [sys.executable, "-m", "gazette.documents.file_reading", str(path), kind]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments, no shell
            command, capture_output=True, timeout=_READING_SECONDS, check=False, cwd=settings.BASE_DIR,
            env=_environment(path.parent),
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        kept = _told(error.stdout or b"")
        return Reading(ReadingState.UNREADABLE, kept.pages, _("Đọc tệp quá lâu nên đã dừng."))
    reading = _told(done.stdout)
    if done.returncode and reading.state is ReadingState.READ:
        return Reading(
            ReadingState.UNREADABLE,
            reading.pages,
            _("Chương trình đọc tệp đã dừng giữa chừng (tệp hỏng hoặc quá lớn)."),
        )
    return reading


def _told(output: bytes) -> Reading:
    """Return the pages of the reading process's lines; the last one may have been cut off."""
    pages: list[dict[str, Any]] = []
    for line in output.splitlines():
        try:
            page = json.loads(line)
        except ValueError:
            break
        if "unreadable" in page:
            return Reading(ReadingState.UNREADABLE, pages, page["unreadable"])
        pages.append(page)
    return Reading(ReadingState.READ, pages)


def _judged(reading: Reading) -> Reading:
    """Say of a reading whether it is a scan, or in an encoding of the last century."""
    for page in reading.pages:
        page["text"] = vietnamese.normalize(str(page.get("text", "")).replace("\0", "")).strip()
    if reading.state is not ReadingState.READ:
        return reading
    text = "\n".join(page["text"] for page in reading.pages)
    if problem := vietnamese.broken_encoding(text):
        return Reading(ReadingState.UNREADABLE, problem=problem)
    unread = [page for page in reading.pages if page.get("is_scan") and page.get("method") != "ocr"]
    if unread and len(unread) == len(reading.pages):
        reading.state = ReadingState.SCAN
        reading.problem = _("Mọi trang là ảnh quét; máy chủ không cài bộ nhận dạng chữ tiếng Việt.")
    elif unread:
        reading.problem = _("%(count)d trang là ảnh quét, chưa đọc được.") % {"count": len(unread)}
    return reading


def _keep(attachment: Attachment, reading: Reading) -> None:
    machine_read = [page for page in reading.pages if page.get("method") == "ocr"]
    shares = [page.get("confidence") or 0.0 for page in machine_read]
    file_text, _is_new = FileText.objects.update_or_create(
        attachment=attachment,
        defaults={
            "state": reading.state,
            "sha256": attachment.sha256,
            "page_count": len(reading.pages),
            "is_machine_read": bool(machine_read),
            "confidence": sum(shares) / len(shares) if shares else None,
            "problem": reading.problem,
            "read_at": timezone.now(),
        },
    )
    file_text.pages.all().delete()
    FilePage.objects.bulk_create(
        [
            FilePage(
                file_text=file_text,
                number=number,
                is_scan=bool(page.get("is_scan")),
                confidence=page.get("confidence"),
                text=page["text"],
            )
            for number, page in enumerate(reading.pages, start=1)
        ],
        batch_size=200,
    )
    generation.raise_generation()
    documents = list(
        DocumentAttachment.objects.filter(attachment=attachment).values_list("document_id", flat=True)
    )
    # Pages and answers are new, and what the text says of other documents is read (`proposals.py`).
    LegalDocument.objects.filter(pk__in=documents).update(updated_at=timezone.now(), is_text_read=False)
    outbox.enqueue_many("document", documents)
