"""Chainable filters of questions."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from portal.questions.due_dates import VIETNAM
from portal.questions.transitions import open_states, public_states
from search import vietnamese

if TYPE_CHECKING:
    from portal.questions.models import Question  # noqa: F401  # the queryset's own row type

_MOST_WORDS = 12


class StateWrittenByHand(Exception):
    """A state that was set past the transitions."""


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions by what readers and editors ask for."""

    def update(self, **values: Any) -> int:
        """Refuse a state that was set past the transitions."""
        if "state" in values:
            raise StateWrittenByHand(str(values["state"]))
        return super().update(**values)

    def published(self) -> QuestionQuerySet:
        """Only what the public may read."""
        return self.filter(state__in=public_states())

    def open(self) -> QuestionQuerySet:
        """Questions whose clock runs."""
        return self.filter(state__in=open_states(), withdrawn_at=None)

    def overdue(self, today: date) -> QuestionQuerySet:
        """Open questions whose last day is past."""
        return self.open().filter(due_on__lt=today)

    def asked_in(self, first: date | None, last: date | None) -> QuestionQuerySet:
        """Questions asked in a period of days in Viet Nam, both included."""
        found = self
        if first:
            found = found.filter(asked_at__gte=datetime.combine(first, time.min, VIETNAM))
        if last:
            found = found.filter(asked_at__lt=_after(last))
        return found

    def containing(self, words: str) -> QuestionQuerySet:
        """Questions whose public text or answer contains every word, diacritics or not."""
        found = self
        for word in vietnamese.fold(words).split()[:_MOST_WORDS]:
            found = found.filter(Q(folded__contains=word))
        return found

    def for_list(self) -> QuestionQuerySet:
        """What a list shows."""
        return self.select_related("field", "agency", "answer").defer("folded")


def _after(day: date) -> datetime:
    return datetime.combine(date.fromordinal(day.toordinal() + 1), time.min, VIETNAM)
