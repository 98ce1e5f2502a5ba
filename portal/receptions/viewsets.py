"""How editors keep the code lists of citizen reception."""

from portal.core.code_list_viewsets import CodeListViewSet
from portal.receptions.models import PetitionKind


class PetitionKindViewSet(CodeListViewSet):
    """Kinds of petitions."""

    model = PetitionKind
    menu_order = 70
    list_display = ("name_vi", "code", "publishable")
