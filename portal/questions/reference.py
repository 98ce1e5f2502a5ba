"""The code lists of this room and the files that fill them."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.core.registry import ReferenceTable, reference_tables
from portal.questions.models import QuestionField, QuestionStatus

_RESOURCES = Path(__file__).parent / "resources"


def register() -> None:
    """Register the tables; called once, when the apps are loaded."""
    reference_tables.register(
        "qa_fields",
        ReferenceTable(
            model=QuestionField,
            path=_RESOURCES / "qa_fields.csv",
            title=_("Lĩnh vực hỏi đáp"),
            columns={
                "code": "code",
                "name_vi": "name_vi",
                "name_en": "name_en",
                "default_agency_code": "default_agency",
                "sort_order": "sort_order",
            },
        ),
        order=60,
    )
    reference_tables.register(
        "qa_statuses",
        ReferenceTable(
            model=QuestionStatus,
            path=_RESOURCES / "qa_statuses.csv",
            title=_("Trạng thái hỏi đáp"),
            columns={
                "code": "code",
                "name_vi": "name_vi",
                "name_en": "name_en",
                "public": "is_public",
                "clock_running": "is_clock_running",
                "next_codes": "next_statuses",
                "note": "note",
            },
        ),
        order=61,
    )
