"""The code list of this room and the file that fills it."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.core.registry import ReferenceTable, reference_tables
from portal.receptions.models import PetitionKind


def register() -> None:
    """Register the table; called once, when the apps are loaded."""
    reference_tables.register(
        "petition_kinds",
        ReferenceTable(
            model=PetitionKind,
            path=Path(__file__).parent / "resources" / "petition_kinds.csv",
            title=_("Loại đơn thư"),
            columns={
                "code": "code",
                "name_vi": "name_vi",
                "name_en": "name_en",
                "publishable": "publishable",
                "count_2021": "count_2021",
                "source_quote": "source_quote",
            },
        ),
        order=70,
    )
