"""How editors keep the code lists of drafts."""

from gazette.drafts.models import CommentOutcome, ConsultationStatus
from portal.core.code_list_viewsets import CodeListViewSet


class ConsultationStatusViewSet(CodeListViewSet):
    """States of drafts for comment."""

    model = ConsultationStatus
    menu_order = 50
    list_display = ("name_vi", "code", "is_public", "accepts_comments")


class CommentOutcomeViewSet(CodeListViewSet):
    """Outcomes of comments."""

    model = CommentOutcome
    menu_order = 51
