"""What this room keeps of a person beside the private contact: told on export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.core.registry import PrivateForm
from portal.corrections.models import Report

FORM = "corrections.report"
#: The answer and the time in which it may be disputed.
_RETENTION_DAYS = 365


def private_form() -> PrivateForm:
    """Return how long the form's private data is kept and what belongs to it."""
    return PrivateForm(
        title=_("Báo thông tin không chính xác"),
        retention_days=_RETENTION_DAYS,
        describe=_describe,
        forget=_forget,
    )


def _describe(contact_ids: Sequence[int]) -> Mapping[int, Any]:
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for report in Report.objects.filter(contact__in=contact_ids).prefetch_related("events__files"):
        found[report.contact_id or 0].append(
            {
                "page": report.address,
                "text": report.text,
                "proposal": report.proposal,
                "sent_at": report.created_at.isoformat(),
                "state": report.state,
                "replies": [event.note for event in report.events.all() if event.kind == "reply"],
                "files": [file.name for event in report.events.all() for file in event.files.all()],
            }
        )
    return found


def _forget(contact_ids: Sequence[int]) -> None:
    """Nothing of a person stands beside the contact in public: his words are read by editors alone."""
