"""Looking into a case with its code and secret: limited, alike for every wrong guess, and slowed down."""

from __future__ import annotations

from portal.core.intake import allowances
from portal.core.intake.guesses import wrong_guess
from portal.questions.models import Question
from portal.questions.services.asking import code_key, question_of


def look_up(code: str, secret: str, address: str) -> Question | None:
    """Return the question that a code and its secret name; raise `TooMany` for one guess too many."""
    allowances.take(allowances.LOOKUP, address)
    found = question_of(code, secret)
    if found is None:
        wrong_guess("question", code_key(code[:100]) or code.strip().upper(), address)
    return found


def question_with_code(code: str) -> Question:
    """Return the question that was just taken in."""
    return Question.objects.select_related("agency", "field").get(code=code)
