"""Versions of a draft's text: a changed text makes a new one, and comments move along with their articles."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction

from gazette.drafts.cutting import Piece, cut
from gazette.drafts.enums import EventKind, SectionChange, SectionKind
from gazette.drafts.matching import Article, Match, match_articles
from gazette.drafts.models import DraftEvent, DraftRegulation, DraftSection, DraftVersion, PublicComment
from portal.core import generation
from search import vietnamese


@transaction.atomic
def ensure_version(
    draft: DraftRegulation, pieces: Sequence[Piece] | None = None, *, note: str = ""
) -> DraftVersion | None:
    """Make a version of the draft's present text unless it is the newest already; None for a draft without text."""
    newest = DraftVersion.objects.filter(draft=draft).order_by("-number").first()
    text_digest = hashlib.sha256(draft.text.encode()).hexdigest()
    if pieces is None and newest is not None and newest.text_digest == text_digest:
        # Articles that came one by one are not cut again while the text made of them stays.
        return newest
    parts = list(cut(draft.text) if pieces is None else pieces)
    if not parts:
        return None
    parts_digest = hashlib.sha256(
        "\0".join(f"{part.kind}|{part.number}|{part.title}|{part.text}" for part in parts).encode()
    ).hexdigest()
    if newest is not None and newest.parts_digest == parts_digest:
        DraftVersion.objects.filter(pk=newest.pk).update(text_digest=text_digest)
        return newest
    version = DraftVersion.objects.create(
        draft=draft,
        number=newest.number + 1 if newest else 1,
        note=note,
        parts_digest=parts_digest,
        text_digest=text_digest,
    )
    before = list(newest.sections.filter(kind=SectionKind.ARTICLE)) if newest else []
    articles = [part for part in parts if part.kind == SectionKind.ARTICLE]
    matches = match_articles([_article(old) for old in before], [_article(part) for part in articles])
    places = {id(part): place for place, part in enumerate(articles)}
    DraftSection.objects.bulk_create(
        [
            _section(version, position, part, matches.get(places.get(id(part), -1)), before)
            for position, part in enumerate(parts)
        ],
        batch_size=500,
    )
    if newest is not None:
        _carry_over(draft, version)
        DraftEvent.objects.create(draft=draft, kind=EventKind.VERSION, after=str(version.number), note=note)
    generation.raise_generation()
    return version


def _carry_over(draft: DraftRegulation, version: DraftVersion) -> None:
    """Move every comment on an article of the version before to the same article; on one that is gone to none."""
    following = dict(version.sections.filter(previous__isnull=False).values_list("previous_id", "pk"))
    moved = []
    for comment in PublicComment.objects.filter(draft=draft, current_section__isnull=False).only(
        "pk", "current_section_id"
    ):
        comment.current_section_id = following.get(comment.current_section_id or 0)
        moved.append(comment)
    PublicComment.objects.bulk_update(moved, ["current_section"], batch_size=500)


def _article(part: Piece | DraftSection) -> Article:
    return Article(number=part.number, title=part.title, text=part.text)


def _section(
    version: DraftVersion, position: int, part: Piece, match: Match | None, before: Sequence[DraftSection]
) -> DraftSection:
    return DraftSection(
        version=version,
        position=position,
        kind=part.kind,
        number=part.number,
        anchor=part.anchor,
        title=vietnamese.normalize(part.title),
        text=part.text,
        source_id=part.source_id or "",
        previous=before[match.old] if match else None,
        change=match.change if match else SectionChange.NEW,
    )
