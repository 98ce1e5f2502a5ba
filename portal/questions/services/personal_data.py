"""What this room keeps of a person beside the private contact: told on export, taken away on erasure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.core.registry import PrivateForm
from portal.questions.models import Question, QuestionFile

FORM = "questions.question"
#: The answer and the time in which it may be disputed.
_RETENTION_DAYS = 730


def private_form() -> PrivateForm:
    """Return how long the form's private data is kept and what belongs to it."""
    return PrivateForm(title=_("Hỏi đáp"), retention_days=_RETENTION_DAYS, describe=_describe, forget=_forget)


def _describe(contact_ids: Sequence[int]) -> Mapping[int, Any]:
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    asked = Question.objects.filter(contact__in=contact_ids).prefetch_related("messages", "files")
    for question in asked:
        found[question.contact_id or 0].append(
            {
                "code": question.code,
                "title": question.title,
                "text": question.text,
                "asked_at": question.asked_at.isoformat() if question.asked_at else None,
                "state": question.state,
                "messages": [
                    {"from": message.role, "at": message.created_at.isoformat(), "text": message.text}
                    for message in question.messages.all()
                ],
                "files": [file.name for file in question.files.all()],
            }
        )
    return found


def _forget(contact_ids: Sequence[int]) -> None:
    """Erase the files; the question stays part of the record, without a word on who asked it."""
    for file in QuestionFile.objects.filter(question__contact__in=contact_ids):
        file.file.delete(save=False)
        file.delete()
