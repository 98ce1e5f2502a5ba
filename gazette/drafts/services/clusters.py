"""Clusters of near-duplicates, computed anew for a draft whenever its published comments changed."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction
from django.db.models import Max

from gazette.drafts.duplicates import cluster
from gazette.drafts.models import DraftRegulation, DuplicateCluster, PublicComment
from portal.core import generation


def recluster_due() -> bool:
    """Recompute the clusters of one draft whose published comments changed; return whether more wait."""
    drafts = DraftRegulation.objects.filter(comments__published_at__isnull=False)
    drafts = drafts.annotate(changed_at=Max("comments__updated_at"))
    due = [draft for draft in drafts.only("pk", "clustered_at") if _is_due(draft)]
    if due:
        recluster(due[0])
    return len(due) > 1


def _is_due(draft: DraftRegulation) -> bool:
    changed_at = getattr(draft, "changed_at", None)
    return changed_at is not None and changed_at != draft.clustered_at


@transaction.atomic
def recluster(draft: DraftRegulation) -> int:
    """Group the published comments of a draft by their texts; return how many clusters have several."""
    changed_at = draft.comments.aggregate(newest=Max("updated_at"))["newest"]
    comments = list(draft.comments.published().order_by("id").only("pk", "text", "masked_text", "cluster"))
    members: defaultdict[int, list[PublicComment]] = defaultdict(list)
    for comment, number in zip(comments, cluster([comment.public_text for comment in comments]), strict=True):
        members[number].append(comment)
    several = [group for group in members.values() if len(group) > 1]
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
        PublicComment.objects.filter(pk__in=[comment.pk for comment in group]).update(cluster=found)
    grouped = {comment.pk for group in several for comment in group}
    PublicComment.objects.filter(draft=draft, cluster__isnull=False).exclude(pk__in=grouped).update(
        cluster=None
    )
    DuplicateCluster.objects.filter(draft=draft).exclude(pk__in=kept).delete()
    DraftRegulation.objects.filter(pk=draft.pk).update(clustered_at=changed_at)
    generation.raise_generation()
    return len(several)
