"""Building an issue's file in the background, whole or not at all."""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.issues.building import (
    BuildRefused,
    CannotSign,
    IssuePlan,
    PlannedItem,
    Signer,
    build_apart,
)
from gazette.issues.building.plans import plan_digest
from gazette.issues.enums import BuildState
from gazette.issues.models import GazetteEntry, GazetteIssue, IssueBuild
from gazette.signatures.services import trust_store
from portal.core.models import Attachment, SiteSettings

logger = logging.getLogger(__name__)

FOLDER = "gazette-builds"
#: A build that nobody finished after this long was interrupted, and is begun anew.
_STALE = timedelta(minutes=15)
_DRAFT = ".part"
Progress = Callable[[int, str], None]


def request_build(issue: GazetteIssue, *, signed: bool) -> IssueBuild:
    """Ask for a build; the worker does it."""
    return IssueBuild.objects.create(issue=issue, is_signed=signed)


def build_next() -> bool:
    """Do the build that has waited longest; return whether there was one."""
    with transaction.atomic():
        stale = timezone.now() - _STALE
        IssueBuild.objects.filter(state=BuildState.RUNNING, requested_at__lt=stale).update(
            state=BuildState.WAITING, requested_at=timezone.now()
        )
        waiting = IssueBuild.objects.filter(state=BuildState.WAITING).order_by("pk").first()
        if waiting is None:
            return False
        IssueBuild.objects.filter(pk=waiting.pk).update(state=BuildState.RUNNING, requested_at=timezone.now())
    run_build(waiting)
    return True


def run_build(job: IssueBuild, *, report: Progress = lambda percent, words: None) -> IssueBuild:
    """Build the file of an issue; its row tells how far it is, and in the end that it is done or why not."""

    def progress(percent: int, words: str) -> None:
        IssueBuild.objects.filter(pk=job.pk).update(percent=percent, message=words[:500])
        report(percent, words)

    try:
        _build(job, progress)
    except (BuildRefused, CannotSign) as refusal:
        _finish(job, state=BuildState.FAILED, message=str(refusal))
    except Exception:
        logger.exception("build %s of issue %s failed", job.pk, job.issue_id)
        _finish(job, state=BuildState.FAILED, message=_("Lỗi của cổng khi dựng tệp; đã được ghi lại."))
    job.refresh_from_db()
    return job


def _build(job: IssueBuild, progress: Progress) -> None:
    issue = GazetteIssue.objects.get(pk=job.issue_id)
    if issue.live or issue.sealed_at:
        raise BuildRefused(_("Số Công báo đã đăng; tệp đã công bố giữ nguyên."))
    with tempfile.TemporaryDirectory(prefix="build-") as folder:
        plan = plan_of(issue, Path(folder))
        digest_of_plan = plan_digest(plan)
        built = build_apart(plan, progress=progress)
    content = built.content
    if job.is_signed:
        progress(92, _("Ký số"))
        # A tenth of the site's start would go into loading what only a signature needs.
        from gazette.issues.building.signing import sign  # noqa: PLC0415

        content = sign(content, _signer(issue))
    digest = hashlib.sha256(content).hexdigest()
    progress(97, _("Lưu tệp"))
    # The file is stored whole under the name of its content before anything speaks of it.
    name = f"{FOLDER}/{issue.pk}-{digest[:20]}.pdf"
    _store_whole(Path(default_storage.path(name)), content)
    with transaction.atomic():
        for entry_id, (first, last) in built.pages.items():
            GazetteEntry.objects.filter(pk=entry_id).update(page_from=first, page_to=last)
        _finish(
            job,
            state=BuildState.DONE,
            percent=100,
            message=_("Đã dựng xong"),
            file_name=name,
            sha256=digest,
            plan_digest=digest_of_plan,
            page_count=built.page_count,
            report={
                "first_page": built.first_page,
                "last_page": built.last_page,
                "is_archival": built.is_archival,
                "obstacles": {str(key): reasons for key, reasons in built.obstacles.items()},
            },
        )


def _store_whole(path: Path, content: bytes) -> None:
    """Give a file its name once all of it is written: a half one would be taken for what its name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f"*{_DRAFT}"):
        if left.stat().st_mtime < (timezone.now() - _STALE).timestamp():
            left.unlink(missing_ok=True)
    draft = path.with_suffix(_DRAFT)
    draft.write_bytes(content)
    draft.replace(path)


def _finish(job: IssueBuild, **fields: Any) -> None:
    IssueBuild.objects.filter(pk=job.pk).update(finished_at=timezone.now(), **fields)


def plan_of(issue: GazetteIssue, folder: Path) -> IssuePlan:
    """Return what an issue is built from; originals are copied into `folder`."""
    site = SiteSettings.objects.order_by("pk").first() or SiteSettings()
    entries = list(
        issue.entries.select_related("document", "intake__file", "intake__document").order_by(
            "sort_order", "pk"
        )
    )
    return IssuePlan(
        name=issue.name,
        number=issue.issue_number,
        year=issue.year,
        published_on=issue.published_on or timezone.localdate(),
        publisher=site.owner_name or site.portal_name,
        province=issue.province or site.province_name,
        first_page=first_page_of(issue),
        items=[_item(entry, folder) for entry in entries],
    )


def first_page_of(issue: GazetteIssue) -> int:
    """Return the page on which an issue begins: the year's pages go on from issue to issue."""
    before = GazetteEntry.objects.filter(
        issue__year=issue.year,
        issue__province=issue.province,
        issue__part=issue.part,
        issue__listed_number__lt=issue.first_number or 0,
    )
    return (before.aggregate(last=Max("page_to"))["last"] or 0) + 1


def _item(entry: GazetteEntry, folder: Path) -> PlannedItem:
    split = ""
    if entry.part_number and entry.part_count:
        split = f"Phần {entry.part_number}/{entry.part_count}"
    original = entry.intake.file if entry.intake else None
    if original is None and entry.document_id:
        link = entry.document.attachments.select_related("attachment").first()  # type: ignore[union-attr]
        if link is not None and link.attachment.file_extension.lower() == "pdf":
            original = link.attachment
    text = entry.document.text if entry.document else ""
    return PlannedItem(
        entry_id=entry.pk,
        section=entry.section,
        number=entry.number,
        type_text=entry.type_text,
        issuer=entry.issuer,
        title=entry.title,
        issued_on=entry.issued_on,
        part=split,
        pdf=_copied(original, folder) if original else None,
        pdf_from=entry.original_from,
        pdf_to=entry.original_to,
        text=entry.correction or text,
    )


def _copied(original: Attachment, folder: Path) -> Path:
    path = folder / f"{original.pk}.pdf"
    if not path.exists():
        try:
            with original.file.open("rb") as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        except OSError as error:
            raise BuildRefused(_("Mất tệp gốc “%(name)s” trong kho.") % {"name": original.title}) from error
    return path


def _signer(issue: GazetteIssue) -> Signer:
    if not settings.SIGNING_KEY:
        raise BuildRefused(_("Chưa cấu hình khóa ký (SIGNING_KEY)."))
    return Signer(
        key=settings.SIGNING_KEY,
        password=settings.SIGNING_PASSWORD,
        trust_store=trust_store(),
        time_stamp_address=settings.SIGNING_TSA,
        reason=f"Phát hành {issue.name}",
    )
