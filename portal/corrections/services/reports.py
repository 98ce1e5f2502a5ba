"""Taking in reports and deciding on them; every write is one transaction with its trail."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core import generation
from portal.core.intake.receipts import new_receipt, receipt_digest
from portal.core.mailbox.addresses import reply_address
from portal.core.selectors import working_calendar
from portal.core.services import private_contacts
from portal.core.services.mailing import mail_contact, without_addresses
from portal.core.services.private_contacts import Contact
from portal.corrections.addresses import page_path
from portal.corrections.due_dates import due_on
from portal.corrections.enums import OPEN_STATES, EventKind, ReportState
from portal.corrections.models import Report, ReportEvent
from portal.corrections.services.personal_data import FORM
from portal.corrections.transitions import may_follow, needs_text

LONGEST_TEXT = 5000
#: The first part of the code in the addresses that people answer to.
REPLIES = "dc"


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """What somebody reports, clean."""

    address: str
    text: str
    proposal: str = ""
    contact: Contact = field(default_factory=Contact)
    language: str = "vi"


@transaction.atomic
def receive(new: NewReport) -> tuple[str, Report]:
    """Store a report and return its receipt; the mail with it goes to whoever left an address."""
    now, receipt = timezone.now(), new_receipt()
    contact = private_contacts.keep(FORM, new.contact)
    report = Report.objects.create(
        receipt_digest=receipt_digest(receipt),
        address=new.address,
        path=page_path(new.address),
        text=new.text,
        proposal=new.proposal,
        contact=contact,
        language=new.language,
        created_at=now,
        due_on=due_on(timezone.localdate(now), working_calendar()),
    )
    ReportEvent.objects.create(report=report, kind=EventKind.STATE, after=report.state, at=now)
    _mail(
        report,
        _("Biên nhận báo thông tin không chính xác"),
        "emails/corrections/receipt.txt",
        receipt=receipt,
        page=without_addresses(report.path),
    )
    return receipt, report


@transaction.atomic
def change_state(
    report_id: int, following: str, *, user: AbstractBaseUser, text: str = "", seen: str = ""
) -> Report:
    """Move a report on, or raise `ValidationError`: a step that the table has not, or one without its text."""
    report = Report.objects.select_for_update(of=("self",)).select_related("contact").get(pk=report_id)
    text = text.strip()
    if (seen and seen != report.state) or not may_follow(report.state, following):
        raise ValidationError(
            _("Không chuyển được từ “%(before)s” sang “%(after)s”.")
            % {"before": ReportState(report.state).label, "after": _label(following)},
            code="transition",
        )
    if needs_text(report.state, following) and not text:
        raise ValidationError(_("Hãy viết nội dung đính chính hoặc lý do."), code="required")
    now, before = timezone.now(), report.state
    was_public = before == ReportState.CORRECTED
    report.state = ReportState(following)
    report.correction = text if following == ReportState.CORRECTED else ""
    report.refusal = text if following == ReportState.REFUSED else ""
    report.decided_at = None if following in OPEN_STATES else now
    report.save(update_fields=["state", "correction", "refusal", "decided_at"])
    ReportEvent.objects.create(
        report=report,
        kind=EventKind.STATE,
        before=before,
        after=following,
        note=text,
        user=user,  # type: ignore[misc]  # whatever the user model is
        at=now,
    )
    if following not in OPEN_STATES:
        _mail(report, _("Kết quả kiểm tra thông tin không chính xác"), "emails/corrections/decision.txt")
    if was_public or following == ReportState.CORRECTED:
        generation.raise_generation()
    return report


def _label(state: str) -> str:
    return str(ReportState(state).label) if state in ReportState.values else state


def tell_not_taken(report: Report, sentences: Sequence[str]) -> None:
    """Tell whoever left an address what of a mail of his was not taken; the same once a day."""
    told = hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:32]
    _mail(
        report,
        _("Thư của ông/bà không được nhận đầy đủ"),
        "emails/corrections/not_taken.txt",
        key=f"correction-not-taken:{report.pk}:{timezone.localdate().isoformat()}:{told}",
        sentences=sentences,
    )


def _mail(report: Report, subject: str, template: str, *, key: str = "", **more: object) -> None:
    with translation.override(report.language):
        body = render_to_string(template, {"report": report, "site_url": settings.SITE_URL, **more})
    mail_contact(report.contact, subject, body, reply_to=reply_address(REPLIES, report.pk), key=key)
