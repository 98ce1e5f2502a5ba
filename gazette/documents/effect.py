"""The effect of a document on a day by its own dates, as one rule in two forms: for one document and for a query.

What dates say comes first: before the effective day a document is pending, from its expiry on it is expired
(the expiry date is the first day without effect). What the source states fills the rest, because a partial
status does not follow from dates. Nothing is guessed: no date and no statement is "unknown".

What other documents do to it is the matter of `effect_timeline.py`; a document to which nothing was done is "plain".
"""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Q

from gazette.documents.enums import EffectCode

#: A stated status that dates overrule: the statement was true on the day it was made, not for ever.
_FOLLOWS_DATES = frozenset({EffectCode.PENDING, EffectCode.IN_FORCE, EffectCode.UNKNOWN})


def effect_on(on: date, *, effective_on: date | None, expired_on: date | None, stated: str) -> EffectCode:
    """Return the status on day `on`; `stated` is a code of `EffectCode` or ""."""
    if expired_on and expired_on <= on:
        return EffectCode.EXPIRED
    if effective_on and effective_on > on:
        return EffectCode.PENDING
    if stated and stated not in _FOLLOWS_DATES:
        return EffectCode(stated)
    if effective_on or stated == EffectCode.IN_FORCE:
        return EffectCode.IN_FORCE
    return EffectCode(stated) if stated == EffectCode.PENDING else EffectCode.UNKNOWN


def effect_filter(status: str, on: date) -> Q:
    """Return the condition under which `effect_on` answers `status`."""
    expired = Q(expired_on__isnull=False, expired_on__lte=on)
    if status == EffectCode.EXPIRED:
        begun = Q(effective_on__isnull=True) | Q(effective_on__lte=on)
        return expired | (begun & Q(stated_effect=EffectCode.EXPIRED))
    lives = Q(expired_on__isnull=True) | Q(expired_on__gt=on)
    pending = Q(effective_on__isnull=False, effective_on__gt=on)
    if status == EffectCode.PENDING:
        return lives & (pending | Q(effective_on__isnull=True, stated_effect=EffectCode.PENDING))
    begun = Q(effective_on__isnull=True) | Q(effective_on__lte=on)
    if status == EffectCode.IN_FORCE:
        by_date = Q(effective_on__isnull=False) & Q(stated_effect__in=["", *_FOLLOWS_DATES])
        return lives & begun & (by_date | Q(stated_effect=EffectCode.IN_FORCE))
    if status == EffectCode.UNKNOWN:
        return lives & Q(effective_on__isnull=True, stated_effect__in=["", EffectCode.UNKNOWN])
    return lives & begun & Q(stated_effect=status)


def stated_day(text: str) -> date | None:
    """Return the day of which a statement speaks: "bản 02/2026" is said of that month."""
    match = re.search(r"(?<![\d/])(0[1-9]|1[0-2])/((?:19|20)\d{2})(?![\d/])", text)
    return date(int(match[2]), int(match[1]), 1) if match else None


def stated_effect(text: str) -> str:
    """Return the code that a source's own words state, "" when they state none."""
    words = text.casefold()
    if not words:
        return ""
    if "một phần" in words:
        return EffectCode.PARTIALLY_SUSPENDED if "ngưng" in words else EffectCode.PARTIALLY_EXPIRED
    if "không còn phù hợp" in words:
        return EffectCode.UNSUITABLE
    if "ngưng hiệu lực" in words:
        return EffectCode.SUSPENDED
    if "chưa có hiệu lực" in words:
        return EffectCode.PENDING
    if "hết hiệu lực" in words:
        return EffectCode.EXPIRED
    if "còn hiệu lực" in words or "đang hiệu lực" in words or "đang có hiệu lực" in words:
        return EffectCode.IN_FORCE
    return ""
