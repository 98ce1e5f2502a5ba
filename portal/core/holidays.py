"""The table of holidays: the file that ships, and the list that editors keep."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.core.code_list_viewsets import CodeListViewSet
from portal.core.models import Holiday
from portal.core.registry import ReferenceTable


def holidays_table() -> ReferenceTable:
    """Return the code list of holidays and make-up days."""
    return ReferenceTable(
        model=Holiday,
        path=Path(__file__).parent / "resources" / "holidays.csv",
        title=_("Ngày nghỉ lễ, ngày làm bù"),
        columns={"day": "day", "name": "name", "is_working": "is_working"},
        key=("day",),
    )


class HolidayViewSet(CodeListViewSet):
    """Holidays and make-up days."""

    model = Holiday
    menu_order = 60
    list_display = ["day", "name", "is_working"]
    search_fields = ["name"]
    list_export = ["day", "name", "is_working"]
