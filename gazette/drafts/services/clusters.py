"""Clusters of near-duplicates, computed anew for a draft whenever its published comments changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Max, Q

from gazette.drafts.duplicates import cluster
from gazette.drafts.enums import CommentState
from gazette.drafts.models import DraftRegulation, DuplicateCluster, PublicComment
from portal.core import generation

#: A query of SQLite takes only so many values.
_AT_ONCE = 500
T = TypeVar("T")


def recluster_due() -> bool:
    """Recompute the clusters of one draft whose published comments changed; return whether more wait."""
    # What waits for moderation changes nothing yet.
    moderated = ~Q(comments__state=CommentState.PENDING)
    drafts = DraftRegulation.objects.annotate(changed_at=Max("comments__updated_at", filter=moderated))
    drafts = drafts.filter(changed_at__isnull=False)
    due = [draft for draft in drafts.only("pk", "clustered_at") if _is_due(draft)]
    if due:
        recluster(due[0])
    return len(due) > 1


def _is_due(draft: DraftRegulation) -> bool:
    changed_at = getattr(draft, "changed_at", None)
    return changed_at is not None and changed_at != draft.clustered_at


def recluster(draft: DraftRegulation) -> int:
    """Group the published comments of a draft by their texts; return how many clusters have several.

    Nothing is locked while texts are compared, which may take long; what changes meanwhile is due again.
    """
    moderated = draft.comments.exclude(state=CommentState.PENDING)
    changed_at = moderated.aggregate(newest=Max("updated_at"))["newest"]
    comments = list(draft.comments.published().order_by("id").only("pk", "text", "masked_text", "cluster"))
    members: defaultdict[int, list[PublicComment]] = defaultdict(list)
    for comment, number in zip(comments, cluster([comment.public_text for comment in comments]), strict=True):
        members[number].append(comment)
    several = [group for group in members.values() if len(group) > 1]
    _store(draft, several, changed_at)
    return len(several)


@transaction.atomic
def _store(draft: DraftRegulation, several: list[list[PublicComment]], changed_at: datetime | None) -> None:
    kept: set[int] = set()
    for group in several:
        # The group keeps the number by which most of its comments are known.
        known = [
            comment.cluster_id for comment in group if comment.cluster_id and comment.cluster_id not in kept
        ]
        key = max(set(known), key=known.count, default=None)
        found = DuplicateCluster.objects.filter(pk=key or 0).first() or DuplicateCluster(draft=draft)
        found.size = len(group)
        found.save()
        kept.add(found.pk)
        for part in _batches(group):
            part_of = PublicComment.objects.published().filter(pk__in=[comment.pk for comment in part])
            part_of.update(cluster=found)
    grouped = {comment.pk for group in several for comment in group}
    with_cluster = PublicComment.objects.filter(draft=draft, cluster__isnull=False)
    alone = [key for key in with_cluster.values_list("pk", flat=True) if key not in grouped]
    for keys in _batches(alone):
        PublicComment.objects.filter(pk__in=keys).update(cluster=None)
    DuplicateCluster.objects.filter(draft=draft).exclude(pk__in=kept).delete()
    DraftRegulation.objects.filter(pk=draft.pk).update(clustered_at=changed_at)
    generation.raise_generation()


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]
