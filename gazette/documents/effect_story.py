"""What happened to the effect of one document: the acts upon it with the names of those who did them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gazette.documents.effect_reasons import act_words, reason_with_acts
from gazette.documents.effect_timeline import (
    AMENDS,
    CONSOLIDATES,
    CORRECTS,
    REPEALS,
    Act,
    Event,
    Facts,
    merged,
    plain_timeline,
    timeline,
)
from gazette.documents.enums import BINDING, EffectCode
from gazette.documents.models import LegalDocument
from gazette.documents.selectors import RelatedDocument


@dataclass
class Story:
    """A document with the acts upon it that count."""

    document: LegalDocument
    facts: Facts
    events: list[Event] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    def reason(self, on: date) -> str:
        """Return why the status on a day is what it is."""
        return reason_with_acts(
            on, self.facts, self.events, self.names, stated_text=self.document.stated_effect_text
        )

    def days(self) -> list[date]:
        """Return the days on which the status changes."""
        periods = timeline(self.facts, self.events) if self.events else plain_timeline(self.facts)
        return [period.starts_on for period in periods if period.starts_on]

    def rows(self, related: Sequence[RelatedDocument]) -> list[dict[str, Any]]:
        """Return the document's life, day by day, for its page."""
        links = {one.relation: one for one in related}
        rows: list[dict[str, Any]] = []

        def add(day: date | None, text: str, relation: int = 0, *, ends: bool = False) -> None:
            if day:
                other = links.get(relation)
                url = other.document.get_absolute_url() if other and other.document else None
                rows.append({"day": day, "text": text, "url": url, "is_end": ends})

        add(self.document.issued_on, _("Ban hành"))
        add(self.document.effective_on, _("Có hiệu lực"))
        for event in self.events:
            words = act_words(event.act, self.names)
            if not event.is_day_known:
                if event.starts_on > date.min:
                    add(
                        event.starts_on,
                        _("%(act)s, chưa rõ từ ngày nào") % {"act": words},
                        event.act.relation,
                    )
                continue
            add(event.starts_on, words[:1].upper() + words[1:], event.act.relation)
            if event.ends_on:
                add(event.ends_on, _("Chấm dứt: %(act)s") % {"act": words}, event.act.relation, ends=True)
        for one in related:
            if one.direction == "incoming" and one.type_code in {CORRECTS, CONSOLIDATES}:
                day = one.effective_on or (one.document.issued_on if one.document else None)
                add(day, f"{one.label}: {one.number}", one.relation)
        add(self.document.expired_on, _("Hết hiệu lực"), ends=True)
        return sorted(rows, key=lambda row: row["day"])

    def unconsolidated(self, on: date, related: Sequence[RelatedDocument]) -> list[RelatedDocument]:
        """Return the amendments in force whose words the text shown does not contain yet."""
        consolidated = [
            one.effective_on or (one.document.issued_on if one.document else None)
            for one in related
            if one.type_code == CONSOLIDATES and one.direction == "incoming"
        ]
        until = max((day for day in consolidated if day), default=None)
        begun = {event.act.relation: event.starts_on for event in self.events if event.ends_on is None}
        amending = []
        for one in related:
            day = (
                begun.get(one.relation)
                or one.effective_on
                or (one.document.effective_on if one.document else None)
            )
            is_in_text = one.has_changes or (until is not None and day is not None and day <= until)
            if (
                one.type_code == AMENDS
                and one.direction == "incoming"
                and day
                and day <= on
                and not is_in_text
            ):
                amending.append(one)
        return amending


def story_of(document: LegalDocument, related: Sequence[RelatedDocument]) -> Story:
    """Return the story of a document (one query; none for a document that nobody acts upon)."""
    story = Story(document, document.effect_facts())
    if document.effect_is_plain or not document.pk:
        return story
    if document.same_law_id or getattr(document, "has_other_records", True):
        story.facts = _facts_of_law(document)
    sides = [f"ended_by__{side}__document_type" for side in ("source", "target")]
    left_out = [
        f"ended_by__{side}__{column}" for side in ("source", "target") for column in ("text", "folded")
    ]
    acts = {one.relation: one.act for one in related if one.act}
    story.names = {one.relation: one.name for one in related}
    for row in document.effect_events.select_related("ended_by__relation_type", *sides).defer(*left_out):
        act = acts.get(row.relation_id)
        if act is None:
            continue
        undone = None
        if row.ended_by:
            undone = Act(REPEALS, relation=row.ended_by.pk)
            story.names[row.ended_by.pk] = row.ended_by.acting_name
        story.events.append(Event(act, row.starts_on, row.ends_on, undone, row.is_day_known))
    return story


def _facts_of_law(document: LegalDocument) -> Facts:
    """Return what all records of a law say of its effect (one query)."""
    law = document.same_law_id or document.pk
    records = LegalDocument.objects.filter(Q(pk=law) | Q(same_law=law)).defer("text", "folded")
    facts = {record.pk: record.effect_facts() for record in records.order_by("pk")}
    return merged([facts.pop(law, document.effect_facts()), *facts.values()])


def disagrees(stated: str, computed: EffectCode) -> bool:
    """Return whether what the source says and what we compute are more than two words for one thing."""
    if not stated or stated in {computed, EffectCode.UNKNOWN}:
        return False
    # "Còn hiệu lực" of a source that knows no partial status.
    return not (stated in BINDING and computed in BINDING)
