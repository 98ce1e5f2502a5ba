"""Inspection of every uploaded file: asked for with the upload, done by the worker."""

from __future__ import annotations

import logging
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from gazette.signatures.inspection import Busy, FileReport, inspect
from gazette.signatures.judgement import state_of
from gazette.signatures.models import FileInspection
from gazette.signatures.trust import trust_digest, trust_store
from portal.core import generation
from portal.core.models import Attachment

logger = logging.getLogger(__name__)

_MOST_ATTEMPTS = 5
_PAUSE = timedelta(seconds=30)


def request_inspection(sha256: str) -> None:
    """Note, in the upload's own transaction, that a file is to be inspected."""
    if sha256:
        FileInspection.objects.get_or_create(sha256=sha256)


def request_missing() -> int:
    """Note every file that nobody inspected, and every one judged by other roots; return how many wait."""
    known = FileInspection.objects.filter(sha256=OuterRef("sha256"))
    missing = Attachment.objects.filter(~Exists(known)).exclude(sha256="").values_list("sha256", flat=True)
    FileInspection.objects.bulk_create(
        [FileInspection(sha256=sha256) for sha256 in set(missing.iterator())], ignore_conflicts=True
    )
    outdated = FileInspection.objects.filter(inspected_at__isnull=False, kind="pdf").exclude(
        trust_digest=trust_digest()
    )
    outdated.update(inspected_at=None, attempts=0)
    return FileInspection.objects.filter(inspected_at=None).count()


def inspect_next() -> bool:
    """Inspect the file that has waited longest; return whether there was one."""
    now = timezone.now()
    waiting = FileInspection.objects.filter(
        Q(attempts=0) | Q(requested_at__lt=now - _PAUSE), inspected_at=None, attempts__lt=_MOST_ATTEMPTS
    )
    inspection = waiting.order_by("attempts", "pk").first()
    if inspection is None:
        return False
    # Counted first: a file that ends the worker itself is not tried for ever.
    FileInspection.objects.filter(pk=inspection.pk).update(attempts=F("attempts") + 1, requested_at=now)
    attachment = Attachment.objects.filter(sha256=inspection.sha256).first()
    if attachment is None:
        inspection.delete()
        return True
    try:
        report = _inspected(attachment)
    except (OSError, Busy):
        logger.exception("the file %s could not be inspected and will be tried again", inspection.sha256)
        return True
    _keep(inspection, report)
    return True


def _inspected(attachment: Attachment) -> FileReport:
    with tempfile.TemporaryDirectory(prefix="inspection-") as folder:
        path = Path(folder) / "file"
        with attachment.file.open("rb") as source, path.open("wb") as target:
            shutil.copyfileobj(source, target)
        return inspect(path, trust_store=trust_store())


def _keep(inspection: FileInspection, report: FileReport) -> None:
    inspection.inspected_at = timezone.now()
    inspection.kind, inspection.pages = report.kind, report.pages
    inspection.state = state_of(report)
    inspection.trust_digest = trust_digest()
    inspection.report = report.to_dict()
    inspection.save(update_fields=["inspected_at", "kind", "pages", "state", "trust_digest", "report"])
    generation.raise_generation()
