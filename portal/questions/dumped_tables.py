"""What of questions is downloaded in bulk: published questions as the public reads them, with their answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from portal.core.registry import Collection, DumpedTable, collections
from portal.questions.models import Answer, Question
from portal.questions.services.asking import new_code

#: Of a secret only its asker knows; a portal made anew gets a digest that fits none.
_DIGEST_LENGTH = 64


def register() -> None:
    """Register the collection; called once, when the apps are loaded."""
    collections.register(
        "questions",
        Collection(
            title=_("Hỏi đáp"),
            path="/hoi-dap/",
            endpoint="questions",
            has_feeds=True,
            tables=[
                DumpedTable(
                    name="questions",
                    model=Question,
                    rows=Question.objects.published,
                    leave_out=frozenset(
                        {
                            "code", "secret_digest", "contact", "has_consented", "is_unread", "extension_reason",
                            "state_reason",
                        }
                    ),
                    publish={"title": _title, "text": _text},
                    fill={
                        "code": new_code,
                        "secret_digest": lambda: get_random_string(_DIGEST_LENGTH, "0123456789abcdef"),
                        "has_consented": lambda: True,
                    },
                ),
                DumpedTable(name="answers", model=Answer, rows=_of_public_questions),
            ],
        ),
        order=65,
    )  # fmt: skip


def _title(row: Mapping[str, Any]) -> str:
    """Return the title as it is shown: where something is masked, what lies below stays here."""
    return str(row["masked_title"] or row["title"])


def _text(row: Mapping[str, Any]) -> str:
    return str(row["masked_text"] or row["text"])


def _of_public_questions() -> QuerySet[Answer]:
    return Answer.objects.filter(Exists(Question.objects.published().filter(pk=OuterRef("question"))))
