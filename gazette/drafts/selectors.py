"""What pages and other rooms read of drafts and comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q

from gazette.drafts.commenting import VIETNAM
from gazette.drafts.enums import WITH_RESPONSES, CommentState, DraftState
from gazette.drafts.models import (
    DraftRegulation,
    DraftSection,
    DraftVersion,
    PublicComment,
    Submission,
)
from gazette.drafts.querysets import CommentQuerySet, DraftQuerySet
from portal.core.intake.receipts import receipt_digest

#: Public names of the orders of a list.
SORTS: dict[str, tuple[str, ...]] = {
    "-date": ("-opens_at", "-id"),
    "date": ("opens_at", "id"),
    "closing": ("closes_at", "id"),
}


@dataclass(frozen=True, kw_only=True)
class DraftFilters:
    """What a list of drafts may be asked for."""

    q: str = ""
    statuses: list[str] = field(default_factory=list)
    agencies: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    year: int | None = None
    opened_from: date | None = None
    opened_to: date | None = None
    sort: str = "-date"


def find_drafts(filters: DraftFilters) -> DraftQuerySet:
    """Return the public drafts that meet every filter, in the asked order."""
    found = DraftRegulation.objects.published()
    if filters.statuses:
        found = found.in_states(filters.statuses)
    if filters.agencies:
        found = found.filter(lead_agency__code__in=filters.agencies)
    if filters.types:
        found = found.filter(document_type__code__in=filters.types)
    if filters.year:
        found = found.filter(
            opens_at__gte=_start(date(filters.year, 1, 1)), opens_at__lt=_start(date(filters.year + 1, 1, 1))
        )
    if filters.opened_from:
        found = found.filter(opens_at__gte=_start(filters.opened_from))
    if filters.opened_to:
        found = found.filter(opens_at__lt=_start(filters.opened_to + timedelta(days=1)))
    if filters.q:
        found = found.containing(filters.q)
    return found.order_by(*SORTS[filters.sort])


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, VIETNAM)


def open_drafts(*, limit: int) -> list[DraftRegulation]:
    """Return the drafts that take comments now, those that close first in front."""
    filters = DraftFilters(statuses=[DraftState.OPEN, DraftState.EXTENDED], sort="closing")
    return list(find_drafts(filters).for_list()[:limit])


def draft_at(slug: str) -> DraftRegulation | None:
    """Return the draft at an address, whether public or not."""
    return (
        DraftRegulation.objects.select_related("document_type", "lead_agency", "regime", "issued_document")
        .filter(slug=slug)
        .first()
        if "\0" not in slug
        else None
    )


def public_draft(slug: str) -> DraftRegulation | None:
    """Return the public draft at an address."""
    draft = draft_at(slug)
    from_rules = draft is not None and DraftRegulation.objects.published().filter(pk=draft.pk).exists()
    return draft if from_rules else None


def draft_to_comment_on(slug: str) -> DraftRegulation | None:
    """Return the draft at an address with its own columns alone: all that a post needs of it."""
    return DraftRegulation.objects.filter(slug=slug).defer("text").first() if "\0" not in slug else None


def newest_version(draft: DraftRegulation) -> DraftVersion | None:
    """Return the version that is commented on now."""
    return DraftVersion.objects.filter(draft=draft).order_by("-number").first()


def newest_version_id(draft: DraftRegulation) -> int | None:
    """Return the key of the version that is commented on now."""
    return DraftVersion.objects.filter(draft=draft).order_by("-number").values_list("pk", flat=True).first()


def sections_of(version: DraftVersion | None) -> list[DraftSection]:
    """Return the parts of a version in order."""
    return list(version.sections.order_by("position")) if version else []


def comment_counts(draft: DraftRegulation) -> dict[int | None, int]:
    """Return how many published comments each present section has; None counts those on the whole."""
    rows = draft.comments.published().order_by().values("current_section").annotate(total=Count("pk"))
    return {row["current_section"]: row["total"] for row in rows}


def published_comments(draft: DraftRegulation) -> CommentQuerySet:
    """Return the published comments of a draft with what a list shows."""
    return (
        draft.comments.published()
        .select_related("submission", "section", "current_section", "version", "outcome")
        .order_by("id")
    )


def are_responses_public(draft: DraftRegulation) -> bool:
    """Whether outcomes and explanations may be read by anyone."""
    return draft.state in WITH_RESPONSES or draft.responses_published_at is not None


def is_answer_public(draft: DraftRegulation, comment: PublicComment) -> bool:
    """Whether anyone may read what became of a comment; an answer of a later round waits for its own publication."""
    if draft.state in WITH_RESPONSES:
        return True
    published, answered = draft.responses_published_at, comment.answered_at
    return published is not None and answered is not None and answered <= published


def publicly_answered(draft: DraftRegulation) -> CommentQuerySet:
    """Return the published comments whose answer anyone may read."""
    found = published_comments(draft).exclude(outcome=None)
    if draft.state in WITH_RESPONSES or draft.responses_published_at is None:
        return found if draft.state in WITH_RESPONSES else found.none()
    return found.filter(answered_at__lte=draft.responses_published_at)


def submission_of(receipt: str) -> Submission | None:
    """Return what was sent under a receipt."""
    digest = receipt_digest(receipt) if len(receipt) <= 200 else ""
    if not digest:
        return None
    found = Submission.objects.filter(receipt_digest=digest).select_related("draft")
    return found.prefetch_related(
        "comments__section", "comments__current_section", "comments__outcome", "files"
    ).first()


@dataclass(frozen=True)
class Backlog:
    """How much of a draft waits for its agency."""

    pending: int
    published: int
    hidden: int
    unanswered: int


def backlog(draft: DraftRegulation) -> Backlog:
    """Count a draft's comments by where they stand (one query)."""
    counted = draft.comments.aggregate(
        pending=Count("pk", filter=Q(state=CommentState.PENDING)),
        published=Count("pk", filter=Q(state=CommentState.PUBLISHED)),
        hidden=Count("pk", filter=Q(state=CommentState.HIDDEN)),
        unanswered=Count("pk", filter=Q(state=CommentState.PUBLISHED, outcome=None)),
    )
    return Backlog(**counted)


def next_pending(draft: DraftRegulation | None = None, after: int = 0) -> PublicComment | None:
    """Return the next comment that waits for moderation, the oldest first."""
    waiting = PublicComment.objects.pending().select_related("draft", "section", "submission", "version")
    if draft is not None:
        waiting = waiting.filter(draft=draft)
    return waiting.filter(pk__gt=after).order_by("pk").first() or waiting.order_by("pk").first()


@dataclass(frozen=True)
class PeopleAndTexts:
    """How many sent comments and how many different texts there are: a form letter is one text of many people."""

    comments: int
    people: int
    texts: int


def people_and_texts(draft: DraftRegulation) -> PeopleAndTexts:
    """Count the published comments of a draft, their senders and their different texts (one query)."""
    counted = draft.comments.published().aggregate(
        comments=Count("pk"),
        people=Count("submission", distinct=True),
        alone=Count("pk", filter=Q(cluster=None)),
        clusters=Count("cluster", distinct=True),
    )
    return PeopleAndTexts(counted["comments"], counted["people"], counted["alone"] + counted["clusters"])


def cluster_texts(clusters: set[int]) -> dict[int, list[str]]:
    """Return some published texts of each cluster, enough to tell what they have in common."""
    found: dict[int, list[str]] = {}
    for cluster in sorted(clusters):
        rows = (
            PublicComment.objects.published()
            .filter(cluster=cluster)
            .order_by("id")
            .only("text", "masked_text")
        )
        found[cluster] = [comment.public_text for comment in rows[:20]]
    return found


def cluster_sizes(clusters: set[int]) -> dict[int, int]:
    """Return how many published comments each cluster has."""
    rows = PublicComment.objects.published().filter(cluster__in=clusters).order_by().values("cluster")
    return {row["cluster"]: row["total"] for row in rows.annotate(total=Count("pk"))}


def draft_with_key(key: int) -> DraftRegulation | None:
    """Return the draft with a key."""
    return DraftRegulation.objects.filter(pk=key).first()


def drafts_of(document_id: int) -> list[DraftRegulation]:
    """Return the public drafts that became a document."""
    return list(DraftRegulation.objects.published().filter(issued_document=document_id).only("title", "slug"))
