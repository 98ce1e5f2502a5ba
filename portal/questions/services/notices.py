"""Mails about a case: to the asker, who may answer them, and to the agency that has it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core.mailbox.addresses import reply_address
from portal.core.models import PrivateContact
from portal.core.services.mailing import mail_address, mail_contact
from portal.questions.due_dates import local_day
from portal.questions.models import Forwarding, Question
from portal.questions.services.links import answer_url

#: The first part of the code in the addresses that askers and agencies answer to.
ASKER_MAIL, AGENCY_MAIL = "qa", "qf"


def tell_asker(
    question: Question, name: str, context: dict[str, Any] | None = None, *, key: str = ""
) -> None:
    """Send a mail to an asker who left an address; nothing in it but what he wrote and is to know."""
    if question.contact is None:
        return
    # A receipt answers the form, and speaks its language.
    with nullcontext() if name == "receipt" else translation.override(settings.LANGUAGE_CODE):
        _tell_asker(question, question.contact, name, context or {}, key)


def _tell_asker(
    question: Question, contact: PrivateContact, name: str, context: dict[str, Any], key: str
) -> None:
    body = render_to_string(
        f"emails/questions/{name}.txt",
        {"question": question, "site_url": settings.SITE_URL, **context},
    )
    mail_contact(
        contact,
        _("Câu hỏi %(code)s: %(what)s") % {"code": question.code, "what": _SUBJECTS[name]()},
        body,
        reply_to=reply_address(ASKER_MAIL, question.pk),
        key=key,
    )


@translation.override(settings.LANGUAGE_CODE)
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


@translation.override(settings.LANGUAGE_CODE)
def tell_office(question: Question, name: str, today: date) -> int:
    """Remind everybody who handles questions of one that no agency has; return how many are told."""
    body = render_to_string(
        f"emails/questions/{name}.txt",
        {
            "question": question,
            "link": settings.SITE_URL + reverse("questions_desk:case", args=[question.pk]),
        },
    )
    subject = _("Câu hỏi %(code)s: %(what)s") % {"code": question.code, "what": _SUBJECTS[name]()}
    return sum(
        mail_address(
            user.email, subject, body, key=f"question-office:{question.pk}:{today.isoformat()}:{user.pk}"
        )
        is not None
        for user in _handlers()
    )


def _handlers() -> list[Any]:
    """Return the accounts that may triage by their groups; who may everything is no office."""
    handles = Q(
        groups__permissions__codename="triage_question",
        groups__permissions__content_type__app_label="questions",
    )
    found = get_user_model().objects.filter(handles, is_active=True).exclude(email="")
    return list(found.distinct().order_by("pk"))


def tell_asker_not_taken(question: Question, sentences: Sequence[str]) -> None:
    """Tell an asker what of a mail of his was not taken into the case."""
    tell_asker(question, "not_taken", {"sentences": sentences}, key=_key("q", question.pk, sentences))


def tell_agency_not_taken(forwarding: Forwarding, sentences: Sequence[str]) -> None:
    """Tell an agency what of a mail of its was not taken into the case."""
    tell_agency(forwarding, "not_taken", {"sentences": sentences}, key=_key("f", forwarding.pk, sentences))


def _key(kind: str, key: int, sentences: Sequence[str]) -> str:
    """The same is told once a day, so that two programs do not answer each other for ever."""
    told = hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:32]
    return f"question-not-taken:{kind}:{key}:{local_day(timezone.now()).isoformat()}:{told}"


_SUBJECTS = {
    "not_taken": lambda: _("thư không nhận được đầy đủ"),
    "office_reminder": lambda: _("nhắc xử lý"),
    "office_overdue": lambda: _("đã quá hạn trả lời"),
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
