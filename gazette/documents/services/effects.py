"""The stored status of documents over time: computed anew for what a change reaches, in the writer's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gazette.documents.effect_timeline import (
    EFFECTIVE,
    Act,
    Facts,
    Period,
    events_of,
    plain_timeline,
    timeline,
)
from gazette.documents.models import DocumentRelation, EffectPeriod, LegalDocument
from gazette.documents.provision_texts import read_provisions
from gazette.documents.relation_words import only_adds
from portal.core import generation
from portal.core.importing import write_rows
from search import outbox, vietnamese

_CHUNK = 5000
_COLUMNS = (
    "source_id", "target_id", "relation_type__code", "is_inverse", "effective_on", "until", "provision",
    "acting_provision", "is_partial", "changes", "pk",
)  # fmt: skip


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


class World:
    """Documents and the acts upon them, as far as the status of some of them depends on."""

    def __init__(self, ids: Iterable[int] | None = None) -> None:
        """Load what these documents depend on, all of them for None."""
        self.facts: dict[int, Facts] = {}
        self._acts: defaultdict[int, list[Act]] = defaultdict(list)
        if ids is None:
            self._load_acts(_effective())
            self._load_facts(LegalDocument.objects.all())
            return
        frontier = set(ids)
        while frontier:
            found: set[int] = set()
            for chunk in _chunks(sorted(frontier)):
                upon = Q(target__in=chunk, is_inverse=False) | Q(source__in=chunk, is_inverse=True)
                found |= self._load_acts(_effective().filter(upon))
                self._load_facts(LegalDocument.objects.filter(pk__in=chunk))
            frontier = found - self.facts.keys()

    def acts_on(self, document: int) -> list[Act]:
        """Return the acts upon a document."""
        return self._acts.get(document, [])

    def facts_of(self, document: int) -> Facts | None:
        """Return what a document says of itself, None for one that is not published."""
        return self.facts.get(document)

    def timeline(self, document: int) -> list[Period]:
        """Return the status of a document over time."""
        facts = self.facts[document]
        return timeline(facts, events_of(facts, self.acts_on, self._published))

    def _published(self, document: int) -> Facts | None:
        return self.facts.get(document)

    def _load_acts(self, relations: Any) -> set[int]:
        """Take in acts; return the documents that act."""
        actors = set()
        for row in relations.values_list(*_COLUMNS):
            act, upon = act_of(*row)
            if upon is not None:
                self._acts[upon].append(act)
                if act.by is not None:
                    actors.add(act.by)
        return actors

    def _load_facts(self, documents: Any) -> None:
        rows = documents.values_list(
            "pk", "issued_on", "effective_on", "expired_on", "stated_effect", "summary"
        )
        for key, issued, effective, expired, stated, summary in rows.iterator(chunk_size=_CHUNK):
            self.facts[key] = Facts(key, issued, effective, expired, stated, says_only_that_it_acts(summary))


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


def act_of(
    source: int, target: int | None, kind: str, is_inverse: bool, on: date | None, until: date | None,
    provision: str, acting_provision: str, is_partial: bool, changes: list[dict[str, str]], relation: int,
) -> tuple[Act, int | None]:  # fmt: skip
    """Return a relation as the act that it is, and the document acted upon."""
    by, upon = (target, source) if is_inverse else (source, target)
    ending = [change for change in changes if not only_adds(change.get("change", ""))]
    named = read_provisions(provision) if provision else ()
    acting = read_provisions(acting_provision) if acting_provision else ()
    act = Act(
        kind=kind,
        by=by,
        on=on,
        until=until,
        provisions=named,
        is_partial=is_partial or bool(changes) or (kind == "sua-doi-bo-sung" and bool(named)),
        acting_provision=acting[0] if acting else "",
        only_adds=bool(changes) and not ending,
        relation=relation,
    )
    return act, upon


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
    frontier = set(ids)
    while frontier:
        reached |= frontier
        found: set[int | None] = set()
        for chunk in _chunks(sorted(frontier)):
            acts = DocumentRelation.objects.filter(relation_type__code__in=EFFECTIVE).exclude(target=None)
            found |= set(acts.filter(source__in=chunk, is_inverse=False).values_list("target_id", flat=True))
            found |= set(acts.filter(target__in=chunk, is_inverse=True).values_list("source_id", flat=True))
        frontier = {key for key in found if key is not None} - reached
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
    stored = _stored_timelines()
    plain = set(LegalDocument.objects.filter(effect_is_plain=True).values_list("pk", flat=True))
    for key in sorted(world.facts):
        wanted = _kept(world, key)
        if (key in plain) != (wanted is None) or (wanted or []) != stored.get(key, []):
            yield key


def _kept(world: World, key: int) -> list[Period] | None:
    """Return the status over time to keep, None where it follows from the document's own dates."""
    computed = world.timeline(key) if world.acts_on(key) else None
    return None if computed is None or computed == plain_timeline(world.facts[key]) else computed


def _stored_timelines(ids: Iterable[int] | None = None) -> dict[int, list[Period]]:
    rows = EffectPeriod.objects.order_by("document_id", "starts_on")
    if ids is not None:
        rows = rows.filter(document__in=list(ids))
    stored: defaultdict[int, list[Period]] = defaultdict(list)
    for key, starts, status in rows.values_list("document_id", "starts_on", "status"):
        stored[key].append(Period(None if starts == date.min else starts, status))
    return dict(stored)


def _store(ids: set[int], world: World) -> set[int]:
    """Write the status over time of these documents where it is another than before."""
    changed: set[int] = set()
    rows: list[EffectPeriod] = []
    become_plain: set[int] = set()
    become_kept: set[int] = set()
    for chunk in _chunks(sorted(ids & world.facts.keys())):
        stored = _stored_timelines(chunk)
        marked = set(
            LegalDocument.objects.filter(pk__in=chunk, effect_is_plain=False).values_list("pk", flat=True)
        )
        for key in chunk:
            wanted = _kept(world, key)
            if (wanted or []) == stored.get(key, []) and (key in marked) == (wanted is not None):
                continue
            changed.add(key)
            (become_plain if wanted is None else become_kept).add(key)
            rows += _rows(key, wanted or [])
    for chunk in _chunks(sorted(changed)):
        EffectPeriod.objects.filter(document__in=chunk).delete()
        now = timezone.now()
        documents = LegalDocument.objects.filter(pk__in=chunk)
        documents.filter(pk__in=become_plain & set(chunk)).update(effect_is_plain=True, updated_at=now)
        documents.filter(pk__in=become_kept & set(chunk)).update(effect_is_plain=False, updated_at=now)
    if changed:
        write_rows(rows)
        outbox.enqueue_many("document", sorted(changed))
        generation.raise_generation()
    return changed


def _rows(key: int, periods: list[Period]) -> list[EffectPeriod]:
    rows = []
    for index, period in enumerate(periods):
        following = periods[index + 1].starts_on if index + 1 < len(periods) else None
        rows.append(
            EffectPeriod(
                document_id=key,
                status=str(period.status),
                starts_on=period.starts_on or date.min,
                ends_on=following or date.max,
            )
        )
    return rows
