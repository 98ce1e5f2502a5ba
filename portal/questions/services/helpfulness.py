"""Whether an answer helped: counted once a day for each address, without a word on who says so."""

from __future__ import annotations

import time

from django.db.models import F

from portal.core.rate_limits import networks, tally
from portal.questions.models import Question

_DAY = 24 * 60 * 60


def vote(question: Question, *, is_helpful: bool, address: str) -> bool:
    """Count a vote; return False where this address has voted on this question today."""
    if tally(f"helpful:{question.pk}:{networks(address)[0]}", int(time.time() // _DAY)) > 1:
        return False
    name = "helpful_count" if is_helpful else "unhelpful_count"
    Question.objects.filter(pk=question.pk).update(**{name: F(name) + 1})
    return True
