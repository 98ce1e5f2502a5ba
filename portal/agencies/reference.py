"""The code lists of this room and the files that fill them."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.agencies.models import AdministrativeUnit, Agency, AgencySuccession
from portal.core.registry import ReferenceTable, reference_tables

_RESOURCES = Path(__file__).parent / "resources"


def register() -> None:
    """Register the tables; called once, when the apps are loaded."""
    reference_tables.register(
        "agencies",
        ReferenceTable(
            model=Agency,
            path=_RESOURCES / "agencies_2021.csv",
            title=_("Cơ quan"),
            columns={
                "code": "code",
                "abbr_in_symbols": "abbreviation",
                "name_vi": "name_vi",
                "name_en": "name_en",
                "type": "kind",
                "level": "level",
                "parent_code": "parent",
                "valid_from": "valid_from",
                "valid_to": "valid_until",
                "successor_after_2025": "successor_note",
                "named_in_report": "named_in_report",
                "evidence": "evidence",
            },
        ),
        order=10,
    )
    reference_tables.register(
        "agency_successions",
        ReferenceTable(
            model=AgencySuccession,
            path=_RESOURCES / "agency_successions.csv",
            title=_("Việc kế thừa giữa các cơ quan"),
            columns={
                "predecessor_code": "predecessor",
                "successor_code": "successor",
                "kind": "kind",
                "on": "on",
                "note": "note",
                "evidence": "evidence",
            },
            key=("predecessor_code", "successor_code"),
        ),
        order=11,
    )
    reference_tables.register(
        "administrative_units",
        ReferenceTable(
            model=AdministrativeUnit,
            path=_RESOURCES / "administrative_units.csv",
            title=_("Đơn vị hành chính"),
            columns={
                "code": "code",
                "name_vi": "name_vi",
                "type": "kind",
                "parent_code": "parent",
                "valid_from": "valid_from",
                "valid_to": "valid_until",
                "aliases": "aliases",
                "evidence": "evidence",
            },
        ),
        order=20,
    )
