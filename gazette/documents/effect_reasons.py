"""Why a document has the status it has: the rules of `effect.py` and `effect_timeline.py` told in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gazette.documents.effect import effect_on
from gazette.documents.effect_timeline import (
    AMENDS,
    REPEALS,
    REPLACES,
    STATED_CHANGES,
    SUSPENDS,
    Act,
    Event,
    Facts,
    status_on,
)
from gazette.documents.enums import EffectCode
from search import vietnamese

#: More acts than these are counted, not told.
_MOST_TOLD = 6
_MOST_PROVISIONS = 12


def reason_with_acts(
    on: date, document: Facts, events: Sequence[Event], names: Mapping[int, str], *, stated_text: str = ""
) -> str:
    """Return why the status on day `on` is what it is; `names` tells who acts, by the act's relation."""
    status = status_on(on, document, events)
    undated = [event for event in events if not event.is_day_known and _lasts(event, on)]
    events = [event for event in events if event.is_day_known]
    lasting = [event for event in events if _lasts(event, on)]
    is_ended = document.expired_on is not None and document.expired_on <= on
    whole = [event for event in lasting if event.act.is_whole and event.act.kind in {REPLACES, REPEALS}]
    if status == EffectCode.EXPIRED and whole and not is_ended:
        first = whole[0]
        day = {"day": vietnamese.format_date(first.starts_on), "act": act_words(first.act, names)}
        return _("Hết hiệu lực toàn bộ từ %(day)s: %(act)s.") % day
    suspensions = [event for event in lasting if event.act.kind in SUSPENDS]
    if status in {EffectCode.SUSPENDED, EffectCode.PARTIALLY_SUSPENDED} and suspensions:
        return _suspended(suspensions, names, is_partial=status == EffectCode.PARTIALLY_SUSPENDED)
    partial = [
        event
        for event in lasting
        if not (event.act.is_whole or event.act.only_adds or event.act.kind in SUSPENDS)
    ]
    if status == EffectCode.PARTIALLY_EXPIRED and partial:
        return _partly_expired(partial, names)
    if status == EffectCode.UNKNOWN and undated:
        acts = "; ".join(act_words(event.act, names) for event in undated[:_MOST_TOLD])
        return _("Không xác định được: %(acts)s, chưa rõ ngày.") % {"acts": acts}
    if status == EffectCode.UNKNOWN and document.stated in STATED_CHANGES:
        words = {"words": stated_text or _label(document.stated)}
        if document.stated_on and on < document.stated_on:
            words["day"] = vietnamese.format_date(document.stated_on)
            return _("Nguồn ghi “%(words)s” mà không ghi từ ngày nào; trước %(day)s chưa xác định.") % words
        return _("Nguồn ghi “%(words)s” mà không ghi từ ngày nào.") % words
    has_ended = any(event.act.is_whole and event.act.kind in {REPLACES, REPEALS} for event in events)
    sentence = status_reason(
        on,
        effective_on=document.effective_on,
        expired_on=document.expired_on,
        stated="" if has_ended and document.stated == EffectCode.EXPIRED else document.stated,
        stated_text=stated_text,
    )
    return " ".join([sentence, *_undone(on, events, names), *_to_come(on, events, names)])


def _lasts(event: Event, on: date) -> bool:
    return event.starts_on <= on and (event.ends_on is None or on < event.ends_on)


def act_words(act: Act, names: Mapping[int, str]) -> str:
    """Return an act in words: "Điều 5 bị bãi bỏ bởi Nghị định 12/2022/NĐ-CP"."""
    name = names.get(act.relation, "")
    deed = {
        AMENDS: _("được sửa đổi, bổ sung bởi %(name)s"),
        REPLACES: _("được thay thế bởi %(name)s"),
        REPEALS: _("bị bãi bỏ bởi %(name)s"),
        "dinh-chi-thi-hanh": _("bị đình chỉ thi hành bởi %(name)s"),
        "tam-ngung-hieu-luc": _("bị tạm ngưng hiệu lực bởi %(name)s"),
    }[act.kind] % {"name": name}
    if act.is_whole:
        return deed
    return f"{_provisions(act)} {deed}"


def _provisions(act: Act) -> str:
    shown = ", ".join(act.provisions[:_MOST_PROVISIONS])
    left = len(act.provisions) - _MOST_PROVISIONS
    if left > 0:
        shown += " " + ngettext("và %(count)d điều khoản khác", "và %(count)d điều khoản khác", left) % {
            "count": left
        }
    return shown or _("một phần (nguồn không nêu điều khoản)")


def _partly_expired(partial: Sequence[Event], names: Mapping[int, str]) -> str:
    begun = {"day": vietnamese.format_date(partial[0].starts_on)}
    told = [
        act_words(event.act, names)
        + ("" if event.starts_on == partial[0].starts_on else f" ({vietnamese.format_date(event.starts_on)})")
        for event in partial[:_MOST_TOLD]
    ]
    if len(partial) > _MOST_TOLD:
        left = len(partial) - _MOST_TOLD
        told.append(ngettext("%(count)d lần khác", "%(count)d lần khác", left) % {"count": left})
    return _("Hết hiệu lực một phần từ %(day)s: %(acts)s.") % (begun | {"acts": "; ".join(told)})


def _suspended(suspensions: Sequence[Event], names: Mapping[int, str], *, is_partial: bool) -> str:
    first = suspensions[0]
    values = {"day": vietnamese.format_date(first.starts_on), "act": act_words(first.act, names)}
    if first.ends_on:
        values["end"] = vietnamese.format_date(first.ends_on - timedelta(days=1))
        if is_partial:
            return _("Ngưng hiệu lực một phần từ %(day)s đến hết %(end)s: %(act)s.") % values
        return _("Ngưng hiệu lực từ %(day)s đến hết %(end)s: %(act)s.") % values
    if is_partial:
        return _("Ngưng hiệu lực một phần từ %(day)s: %(act)s.") % values
    return _("Ngưng hiệu lực từ %(day)s: %(act)s.") % values


def _undone(on: date, events: Sequence[Event], names: Mapping[int, str]) -> list[str]:
    """Tell the acts that have ended: a suspension that is over, a repeal that was repealed."""
    told = []
    for event in events:
        if event.ends_on is None or event.ends_on > on:
            continue
        day = vietnamese.format_date(event.ends_on)
        if event.ended_by:
            by = names.get(event.ended_by.relation, "")
            words = (
                _(
                    "Từ %(day)s có hiệu lực trở lại: văn bản trước đó %(act)s, và văn bản ấy đã bị bãi bỏ bởi %(by)s."
                )
                if event.act.is_whole
                else _("Từ %(day)s không còn việc %(act)s: văn bản ấy đã bị bãi bỏ bởi %(by)s.")
            )
            told.append(words % {"day": day, "act": act_words(event.act, names), "by": by})
        else:
            told.append(_("Việc ngưng hiệu lực đã chấm dứt từ %(day)s.") % {"day": day})
    return told


def _to_come(on: date, events: Sequence[Event], names: Mapping[int, str]) -> list[str]:
    """Tell the acts whose day has not come."""
    return [
        _("Từ %(day)s %(act)s.")
        % {"day": vietnamese.format_date(event.starts_on), "act": act_words(event.act, names)}
        for event in events
        if event.starts_on > on
    ][:_MOST_TOLD]


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
