"""The code lists of this room and the files that fill them."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from gazette.drafts.models import CommentOutcome, ConsultationStatus
from portal.core.registry import ReferenceTable, reference_tables

_RESOURCES = Path(__file__).parent / "resources"


def register() -> None:
    """Register the tables; called once, when the apps are loaded."""
    reference_tables.register(
        "consultation_statuses",
        ReferenceTable(
            model=ConsultationStatus,
            path=_RESOURCES / "consultation_statuses.csv",
            title=_("Trạng thái lấy ý kiến dự thảo"),
            columns={
                "code": "code",
                "name_vi": "name_vi",
                "name_en": "name_en",
                "public": "is_public",
                "accepts_comments": "accepts_comments",
                "next_codes": "next_statuses",
                "required_to_enter": "required_to_enter",
            },
        ),
        order=50,
    )
    reference_tables.register(
        "comment_outcomes",
        ReferenceTable(
            model=CommentOutcome,
            path=_RESOURCES / "comment_outcomes.csv",
            title=_("Kết quả tiếp thu góp ý"),
            columns={"code": "code", "name_vi": "name_vi", "name_en": "name_en"},
        ),
        order=51,
    )
