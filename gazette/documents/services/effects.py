"""The stored status of documents over time: computed anew for what a change reaches, in the writer's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gazette.documents.effect import stated_day
from gazette.documents.effect_timeline import (
    EFFECTIVE,
    Act,
    Event,
    Facts,
    Period,
    events_of,
    is_plain,
    merged,
    timeline,
)
from gazette.documents.models import DocumentRelation, EffectEvent, EffectPeriod, LegalDocument
from gazette.documents.relation_acts import act_of
from gazette.documents.services.same_laws import chunks, records_of
from portal.core import generation
from portal.core.importing import write_rows
from search import outbox, vietnamese

_CHUNK = 5000
_COLUMNS = (
    "source_id", "target_id", "relation_type__code", "is_inverse", "effective_on", "until", "provision",
    "acting_provision", "is_partial", "changes", "pk",
)  # fmt: skip


class World:
    """Documents and the acts upon them, as far as the status of some of them depends on."""

    def __init__(self, ids: Iterable[int] | None = None) -> None:
        """Load what these documents depend on, all of them for None."""
        self.facts: dict[int, Facts] = {}
        #: The record that stands for a law which several hold, and the records of each such law.
        self._law = dict(LegalDocument.objects.exclude(same_law=None).values_list("pk", "same_law_id"))
        self._records: defaultdict[int, list[int]] = defaultdict(list)
        for record, law in sorted(self._law.items()):
            self._records[law].append(record)
        self._acts: defaultdict[int, list[Act]] = defaultdict(list)
        if ids is None:
            self._load_acts(_effective())
            self._load_facts(LegalDocument.objects.all())
            return
        frontier = self._with_records(ids)
        while frontier:
            found: set[int] = set()
            for chunk in chunks(sorted(frontier)):
                upon = Q(target__in=chunk, is_inverse=False) | Q(source__in=chunk, is_inverse=True)
                found |= self._load_acts(_effective().filter(upon))
                self._load_facts(LegalDocument.objects.filter(pk__in=chunk))
            frontier = self._with_records(found) - self.facts.keys()

    def _with_records(self, ids: Iterable[int]) -> set[int]:
        laws = {self._law.get(key, key) for key in ids}
        return laws.union(*(self._records[law] for law in laws if law in self._records))

    def acts_on(self, document: int) -> list[Act]:
        """Return the acts upon a document."""
        return self._acts.get(self._law.get(document, document), [])

    def facts_of(self, document: int) -> Facts | None:
        """Return what a document says of itself, with what other records of it say."""
        law = self._law.get(document, document)
        if law not in self._records:
            return self.facts.get(document)
        records = [self.facts[key] for key in (law, *self._records[law]) if key in self.facts]
        return merged(records) if records else None

    def timeline(self, document: int) -> list[Period]:
        """Return the status of a document over time."""
        return timeline(self._facts(document), self.events(document))

    def _facts(self, document: int) -> Facts:
        return self.facts_of(document) or self.facts[document]

    def is_plain(self, document: int, events: list[Event]) -> bool:
        """Return whether the status of every day follows from the record's own dates and statement alone."""
        own, whole = self.facts[document], self._facts(document)
        is_alone = (own.effective_on, own.expired_on, own.stated) == (
            whole.effective_on,
            whole.expired_on,
            whole.stated,
        )
        return is_alone and is_plain(whole, events)

    def events(self, document: int) -> list[Event]:
        """Return the acts upon a document that count."""
        if not self.acts_on(document):
            return []
        return events_of(self._facts(document), self.acts_on, self.facts_of)

    def _load_acts(self, relations: Any) -> set[int]:
        """Take in acts; return the documents that act."""
        actors = set()
        for row in relations.values_list(*_COLUMNS):
            act, upon = act_of(*row)
            if upon is None:
                continue
            law, by = self._law.get(upon, upon), self._law.get(act.by or 0, act.by)
            if law == by and upon != act.by:
                continue
            if act.by is not None:
                actors.add(act.by)
            # Two records of one law tell of the same act.
            if by is None or not any(
                replace(one, relation=0) == replace(act, relation=0, by=by) for one in self._acts[law]
            ):
                self._acts[law].append(replace(act, by=by))
        return actors

    def _load_facts(self, documents: Any) -> None:
        rows = documents.values_list(
            "pk", "issued_on", "effective_on", "expired_on", "stated_effect", "stated_effect_text",
            "stated_known_on", "summary",
        )  # fmt: skip
        for key, issued, effective, expired, stated, words, known, summary in rows.iterator(
            chunk_size=_CHUNK
        ):
            said_of = (stated_day(words) if words else None) or known
            only_acts = says_only_that_it_acts(summary)
            self.facts[key] = Facts(key, issued, effective, expired, stated, said_of, only_acts)


def says_only_that_it_acts(summary: str) -> bool:
    """Return whether a summary says that the document does nothing but repeal, suspend or amend others."""
    head = vietnamese.fold(summary[:80])
    for opening in (
        "quyet dinh ",
        "nghi quyet ",
        "nghi dinh ",
        "thong tu ",
        "luat ",
        "chi thi ",
        "ve viec ",
        "ve ",
        "viec ",
    ):
        head = head.removeprefix(opening)
    return not head or head.startswith(
        ("bai bo", "huy bo", "ngung hieu luc", "tam ngung", "dinh chi", "sua doi")
    )


def _effective() -> Any:
    """Return the relations that change a status: decided, and done by a document that is published."""
    acts = DocumentRelation.objects.filter(relation_type__code__in=EFFECTIVE, is_certain=True)
    return acts.filter(
        Q(is_inverse=False, source__live=True)
        | Q(is_inverse=True, target=None)
        | Q(is_inverse=True, target__live=True)
    ).order_by("pk")


def dependents(ids: Iterable[int]) -> set[int]:
    """Return these documents and all whose status depends on theirs: what they act upon, what that acts upon …"""
    reached: set[int] = set()
    frontier = records_of(ids)
    while frontier:
        reached |= frontier
        found: set[int | None] = set()
        for chunk in chunks(sorted(frontier)):
            acts = DocumentRelation.objects.filter(relation_type__code__in=EFFECTIVE).exclude(target=None)
            found |= set(acts.filter(source__in=chunk, is_inverse=False).values_list("target_id", flat=True))
            found |= set(acts.filter(target__in=chunk, is_inverse=True).values_list("source_id", flat=True))
        frontier = records_of(key for key in found if key is not None) - reached
    return reached


def recompute(ids: Iterable[int]) -> set[int]:
    """Compute anew the status of documents and of all that depends on them; return those whose status changed."""
    reached = dependents(ids)
    if not reached:
        return set()
    with transaction.atomic():
        return _store(reached, World(reached))


def recompute_all() -> tuple[int, int]:
    """Compute anew the status of every document; return how many there are and how many changed."""
    with transaction.atomic():
        world = World()
        return len(world.facts), len(_store(set(world.facts), world))


def recheck_statuses() -> Iterator[int]:
    """Yield the documents whose stored status over time differs from one computed anew."""
    world = World()
    stored = _stored()
    plain = set(LegalDocument.objects.filter(effect_is_plain=True).values_list("pk", flat=True))
    for key in sorted(world.facts):
        if _computed(world, key) != stored.get(key, _NOTHING) or (key in plain) != (key not in stored):
            yield key


#: What is kept of a document: its periods as (start, status), its events as (relation, start, end, undone by, is the
#: day known).
Kept = tuple[list[tuple[date, str]], list[tuple[int, date, date | None, int | None, bool]]]
_NOTHING: Kept = ([], [])


def _computed(world: World, key: int) -> Kept:
    """Return what to keep of a document; nothing where nobody acts upon it, for then its own dates say all."""
    events = world.events(key)
    if world.is_plain(key, events):
        return _NOTHING
    periods = world.timeline(key)
    return (
        [(period.starts_on or date.min, str(period.status)) for period in periods],
        [
            (
                e.act.relation,
                e.starts_on,
                e.ends_on,
                e.ended_by.relation if e.ended_by else None,
                e.is_day_known,
            )
            for e in events
        ],
    )


def _stored(ids: Sequence[int] | None = None) -> dict[int, Kept]:
    """Return what is kept of these documents, of all for None."""
    periods = EffectPeriod.objects.order_by("document_id", "starts_on")
    events = EffectEvent.objects.order_by("document_id", "starts_on", "relation_id")
    if ids is not None:
        periods, events = periods.filter(document__in=ids), events.filter(document__in=ids)
    stored: defaultdict[int, Kept] = defaultdict(lambda: ([], []))
    for key, starts, status in periods.values_list("document_id", "starts_on", "status"):
        stored[key][0].append((starts, status))
    for key, *event in events.values_list(
        "document_id", "relation_id", "starts_on", "ends_on", "ended_by_id", "is_day_known"
    ):
        stored[key][1].append(tuple(event))  # type: ignore[arg-type]
    return dict(stored)


def _store(ids: set[int], world: World) -> set[int]:
    """Write what is to be kept of these documents where it is another than before."""
    wanted: dict[int, Kept] = {}
    had: set[int] = set()
    for chunk in chunks(sorted(ids & world.facts.keys())):
        stored = _stored(chunk)
        had |= stored.keys()
        for key in chunk:
            computed = _computed(world, key)
            if computed != stored.get(key, _NOTHING):
                wanted[key] = computed
    if not wanted:
        return set()
    now = timezone.now()
    for chunk in chunks(sorted(wanted)):
        EffectPeriod.objects.filter(document__in=chunk).delete()
        EffectEvent.objects.filter(document__in=chunk).delete()
        documents = LegalDocument.objects.filter(pk__in=chunk)
        documents.update(updated_at=now)
        documents.filter(pk__in=[k for k in chunk if k not in had]).update(effect_is_plain=False)
        documents.filter(pk__in=[k for k in chunk if wanted[k] == _NOTHING]).update(effect_is_plain=True)
    write_rows([row for key, kept in wanted.items() for row in _period_rows(key, kept[0])])
    write_rows(
        [
            EffectEvent(
                document_id=key,
                relation_id=relation,
                starts_on=starts,
                ends_on=ends,
                ended_by_id=undone,
                is_day_known=is_known,
            )
            for key, kept in wanted.items()
            for relation, starts, ends, undone, is_known in kept[1]
        ]
    )
    outbox.enqueue_many("document", sorted(wanted))
    generation.raise_generation()
    return set(wanted)


def _period_rows(key: int, periods: list[tuple[date, str]]) -> Iterator[EffectPeriod]:
    ends = [*(starts for starts, _status in periods[1:]), date.max][: len(periods)]
    for (starts, status), end in zip(periods, ends, strict=True):
        yield EffectPeriod(document_id=key, status=status, starts_on=starts, ends_on=end)
