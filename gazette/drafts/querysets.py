"""Chainable filters of drafts and comments."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from gazette.drafts.enums import CommentState, DraftState
from gazette.drafts.transitions import public_states
from search import vietnamese

if TYPE_CHECKING:
    from gazette.drafts.models import DraftRegulation, PublicComment  # noqa: F401  # the querysets' own row types

_MOST_WORDS = 12
_TAKING = (DraftState.OPEN, DraftState.EXTENDED)


class DraftQuerySet(models.QuerySet["DraftRegulation"]):
    """Drafts by what readers ask for."""

    def published(self, now: datetime | None = None) -> DraftQuerySet:
        """Only what the public may read; a scheduled draft appears with its opening."""
        opened = Q(state=DraftState.SCHEDULED, opens_at__lte=now or timezone.now(), closes_at__isnull=False)
        return self.filter(Q(state__in=public_states()) | opened)

    def in_states(self, codes: list[str], now: datetime | None = None) -> DraftQuerySet:
        """Drafts whose state at a moment, by the clock too, is one of these."""
        now = now or timezone.now()
        found = Q()
        for code in codes:
            condition = Q(state=code)
            if code in _TAKING:
                condition &= Q(closes_at__gt=now) | Q(closes_at=None)
            if code == DraftState.OPEN:
                condition |= Q(state=DraftState.SCHEDULED, opens_at__lte=now, closes_at__gt=now)
            if code == DraftState.SCHEDULED:
                condition &= Q(opens_at__gt=now) | Q(opens_at=None)
            if code == DraftState.CLOSED:
                condition |= Q(state__in=(*_TAKING, DraftState.SCHEDULED), closes_at__lte=now)
            found |= condition
        return self.filter(found)

    def for_list(self) -> DraftQuerySet:
        """What a list shows; the long text stays behind."""
        return self.select_related("document_type", "lead_agency").defer("text", "folded")

    def containing(self, words: str) -> DraftQuerySet:
        """Drafts whose title, number or summary contains every word, diacritics or not."""
        found = self
        for word in vietnamese.fold(words).split()[:_MOST_WORDS]:
            found = found.filter(folded__contains=word)
        return found


class CommentQuerySet(models.QuerySet["PublicComment"]):
    """Comments by where they stand."""

    def published(self) -> CommentQuerySet:
        """Only what the public may read."""
        return self.filter(state=CommentState.PUBLISHED)

    def pending(self) -> CommentQuerySet:
        """What waits for moderation."""
        return self.filter(state=CommentState.PENDING)
