"""Models of the drafts room, one noun a file."""

from gazette.drafts.models.code_lists import CommentOutcome, ConsultationStatus
from gazette.drafts.models.comments import (
    CommentFile,
    DraftEvent,
    DuplicateCluster,
    PublicComment,
    Submission,
)
from gazette.drafts.models.drafts import DraftFile, DraftRegulation
from gazette.drafts.models.versions import DraftSection, DraftVersion

__all__ = [
    "CommentFile",
    "CommentOutcome",
    "ConsultationStatus",
    "DraftEvent",
    "DraftFile",
    "DraftRegulation",
    "DraftSection",
    "DraftVersion",
    "DuplicateCluster",
    "PublicComment",
    "Submission",
]
