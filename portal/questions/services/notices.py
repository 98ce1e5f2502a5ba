"""Mails about a case: to the asker, who may answer them, and to the agency that has it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.core.mailbox.addresses import reply_address
from portal.core.services.mailing import mail_address, mail_contact
from portal.questions.models import Forwarding, Question
from portal.questions.services.links import answer_url

#: The first part of the code in the addresses that askers and agencies answer to.
ASKER_MAIL, AGENCY_MAIL = "qa", "qf"


def tell_asker(question: Question, name: str, context: dict[str, Any] | None = None) -> None:
    """Send a mail to an asker who left an address; nothing in it but what he wrote and is to know."""
    if question.contact is None:
        return
    body = render_to_string(
        f"emails/questions/{name}.txt",
        {"question": question, "site_url": settings.SITE_URL, **(context or {})},
    )
    mail_contact(
        question.contact,
        _("Câu hỏi %(code)s: %(what)s") % {"code": question.code, "what": _SUBJECTS[name]()},
        body,
        reply_to=reply_address(ASKER_MAIL, question.pk),
    )


def tell_agency(
    forwarding: Forwarding, name: str, context: dict[str, Any] | None = None, *, key: str = ""
) -> None:
    """Send a mail with the signed link to the agency that has a question; no private field of the asker is in it."""
    question = forwarding.question
    body = render_to_string(
        f"emails/questions/{name}.txt",
        {
            "question": question,
            "forwarding": forwarding,
            "link": answer_url(forwarding),
            "site_url": settings.SITE_URL,
            **(context or {}),
        },
    )
    mail_address(
        forwarding.email,
        _("Câu hỏi %(code)s: %(what)s") % {"code": question.code, "what": _SUBJECTS[name]()},
        body,
        reply_to=reply_address(AGENCY_MAIL, forwarding.pk),
        key=key,
    )


_SUBJECTS = {
    "receipt": lambda: _("biên nhận"),
    "extended": lambda: _("gia hạn trả lời"),
    "refused": lambda: _("không tiếp nhận"),
    "merged": lambda: _("đã gộp với câu hỏi khác"),
    "answered": lambda: _("đã có trả lời"),
    "message": lambda: _("có trao đổi mới"),
    "forwarded": lambda: _("đề nghị trả lời"),
    "reminder": lambda: _("nhắc trả lời"),
    "overdue": lambda: _("đã quá hạn trả lời"),
    "agency_message": lambda: _("có trao đổi mới"),
}
