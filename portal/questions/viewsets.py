"""How editors keep the code lists of questions."""

from portal.core.code_list_viewsets import CodeListViewSet
from portal.questions.models import QuestionField, QuestionStatus


class QuestionFieldViewSet(CodeListViewSet):
    """Fields of questions."""

    model = QuestionField
    menu_order = 60
    list_display = ("name_vi", "code", "default_agency", "sort_order")


class QuestionStatusViewSet(CodeListViewSet):
    """States of questions."""

    model = QuestionStatus
    menu_order = 61
    list_display = ("name_vi", "code", "is_public", "is_clock_running")
