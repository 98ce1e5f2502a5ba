"""What of drafts is downloaded in bulk: the drafts, their versions, and comments as the public reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from gazette.drafts.enums import WITH_RESPONSES, CommentState
from gazette.drafts.models import (
    DraftFile,
    DraftRegulation,
    DraftSection,
    DraftVersion,
    DuplicateCluster,
    PublicComment,
    Submission,
)
from portal.core.registry import Collection, DumpedTable, collections

#: Of a submission's receipt only its holder knows; a portal made anew gets a digest that fits none.
_DIGEST_LENGTH = 64
_PUBLIC_RESPONSES = Q(draft__state__in=WITH_RESPONSES) | Q(
    answered_at__lte=F("draft__responses_published_at")
)


def register() -> None:
    """Register the collection; called once, when the apps are loaded."""
    collections.register(
        "drafts",
        Collection(
            title=_("Dự thảo và góp ý"),
            path="/du-thao/",
            endpoint="drafts",
            has_feeds=True,
            tables=[
                DumpedTable(name="drafts", model=DraftRegulation, rows=DraftRegulation.objects.published),
                DumpedTable(name="draft_versions", model=DraftVersion),
                DumpedTable(name="draft_sections", model=DraftSection),
                DumpedTable(name="draft_files", model=DraftFile, shows=("attachment",)),
                DumpedTable(
                    name="submissions",
                    model=Submission,
                    rows=_with_public_comments,
                    leave_out=frozenset({"receipt_digest", "contact", "has_consented"}),
                    fill={
                        "receipt_digest": lambda: get_random_string(_DIGEST_LENGTH, "0123456789abcdef"),
                        "has_consented": lambda: True,
                    },
                ),
                DumpedTable(name="comment_clusters", model=DuplicateCluster, rows=_public_clusters),
                DumpedTable(
                    name="comments",
                    model=PublicComment,
                    rows=PublicComment.objects.published,
                    leave_out=frozenset({"hidden_reason", "state"}),
                    publish={"text": _public_text},
                    only_if=dict.fromkeys(("outcome", "explanation", "answered_at"), _PUBLIC_RESPONSES),
                    fill={"state": lambda: CommentState.PUBLISHED},
                ),
            ],
        ),
        order=60,
    )


def _public_text(row: Mapping[str, Any]) -> str:
    """Return the text as it is shown: where something is masked, what lies below stays here."""
    return str(row["masked_text"] or row["text"])


def _with_public_comments() -> QuerySet[Submission]:
    return Submission.objects.filter(
        Exists(PublicComment.objects.published().filter(submission=OuterRef("pk")))
    )


def _public_clusters() -> QuerySet[DuplicateCluster]:
    return DuplicateCluster.objects.filter(
        Exists(PublicComment.objects.published().filter(cluster=OuterRef("pk")))
    )
