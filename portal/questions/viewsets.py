"""How editors keep the code lists of questions."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.core.code_list_viewsets import CodeListViewSet
from portal.questions.models import AgencyMember, QuestionField, QuestionStatus


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


class AgencyMemberViewSet(SnippetViewSet):
    """Accounts that answer for an agency; kept by the administrator."""

    model = AgencyMember
    icon = "user"
    menu_label = _("Tài khoản của cơ quan trả lời")
    menu_name = "agency-members"
    add_to_settings_menu = True
    list_display = ("user", "agency")
    copy_view_enabled = False
