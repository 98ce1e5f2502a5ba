"""Publishing an issue with its file: in one transaction, and then for good."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.issues.building.plans import plan_digest
from gazette.issues.enums import BuildState
from gazette.issues.models import GazetteIssue, IssueBuild
from gazette.issues.services.building import plan_of
from portal.core.models import Attachment


def current_build(issue: GazetteIssue) -> IssueBuild | None:
    """Return the newest finished build, None when there is none or when the issue has changed since."""
    build = issue.builds.filter(state=BuildState.DONE).first()
    if build is None:
        return None
    with tempfile.TemporaryDirectory(prefix="plan-") as folder:
        return build if build.plan_digest == plan_digest(plan_of(issue, Path(folder))) else None


@transaction.atomic
def publish_issue(issue: GazetteIssue, *, user: Any = None) -> GazetteIssue:
    """Publish an issue with the file that was built of it; raises a coded `ValidationError`."""
    if issue.live or issue.sealed_at:
        raise ValidationError(_("Số Công báo đã đăng."), code="published")
    build = current_build(issue)
    if build is None:
        raise ValidationError(
            _("Tệp của số chưa dựng, hoặc số đã đổi từ lần dựng trước; hãy dựng lại rồi đăng."),
            code="not_built",
        )
    with default_storage.open(build.file_name, "rb") as stored:
        content = stored.read()
    name = f"cong-bao-{issue.year}-{issue.slug}.pdf"
    issue = GazetteIssue.objects.get(pk=issue.pk)
    issue.file = Attachment.objects.create(title=issue.name, file=ContentFile(content, name=name))
    issue.published_on = issue.published_on or timezone.localdate()
    issue.save_revision(user=user).publish(user=user)
    return GazetteIssue.objects.get(pk=issue.pk)


def seal(issue_id: int) -> None:
    """Have the database keep a published issue as it is from now on."""
    GazetteIssue.objects.filter(pk=issue_id, live=True, sealed_at=None).update(sealed_at=timezone.now())
