"""Why a document has the status it has: the rule of `effect.py` told in one sentence."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gazette.documents.effect import effect_on
from gazette.documents.enums import EffectCode
from search import vietnamese


def status_reason(
    on: date, *, effective_on: date | None, expired_on: date | None, stated: str, stated_text: str = ""
) -> str:
    """Return the sentence that says from which date or statement the status on day `on` follows."""
    effect = effect_on(on, effective_on=effective_on, expired_on=expired_on, stated=stated)
    source = _("Nguồn ghi “%(words)s”.") % {"words": stated_text or _label(stated)}
    if effect == EffectCode.EXPIRED:
        if expired_on and expired_on <= on:
            return _("Hết hiệu lực từ ngày %(day)s.") % {"day": vietnamese.format_date(expired_on)}
        return source
    if effect == EffectCode.PENDING:
        if effective_on and effective_on > on:
            return _("Chưa đến ngày có hiệu lực %(day)s.") % {"day": vietnamese.format_date(effective_on)}
        return source
    if effect == EffectCode.UNKNOWN:
        return _("Không rõ ngày có hiệu lực và nguồn không ghi tình trạng hiệu lực.")
    if effect == EffectCode.IN_FORCE and effective_on:
        begun = {"day": vietnamese.format_date(effective_on)}
        if expired_on:
            end = {"end": vietnamese.format_date(expired_on)}
            return _("Có hiệu lực từ ngày %(day)s, hết hiệu lực từ ngày %(end)s.") % (begun | end)
        return _("Có hiệu lực từ ngày %(day)s; chưa ghi nhận ngày hết hiệu lực.") % begun
    return source


def _label(stated: str) -> str:
    return str(EffectCode(stated).label) if stated else ""
