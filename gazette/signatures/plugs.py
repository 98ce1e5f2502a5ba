"""Where inspections plug into the rest of the portal."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from gazette.signatures.services import inspect_next, request_inspection, request_missing
from portal.core import registry
from portal.core.models import Attachment


def connect() -> None:
    """Register everything once."""
    post_save.connect(_uploaded, sender=Attachment, dispatch_uid="signatures-uploaded")
    registry.duties.register("file inspections", registry.Duty("file inspections", 1, inspect_next))
    registry.duties.register("missing inspections", registry.Duty("missing inspections", 60 * 60, _request))
    registry.footer.register("signature-check", lambda: _FOOTER, order=40)


_FOOTER = (registry.MenuItem(title=_("Kiểm tra chữ ký của tệp"), path="/cong-bao/kiem-tra/"),)


def _uploaded(instance: Attachment, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        request_inspection(instance.sha256)


def _request() -> bool:
    request_missing()
    return False
