"""Models of the drafts room, one noun a file."""

from gazette.drafts.models.code_lists import CommentOutcome, ConsultationStatus

__all__ = ["CommentOutcome", "ConsultationStatus"]
