"""The code lists of this room and the files that fill them."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from gazette.documents.models import (
    DocumentMark,
    DocumentType,
    EffectStatus,
    LegalInstrument,
    PortalCollection,
    PublicationDeadline,
    RelationType,
    SubjectArea,
)
from portal.core.registry import ReferenceTable, reference_tables

_RESOURCES = Path(__file__).parent / "resources"

_TABLES = {
    "document_types": ReferenceTable(
        model=DocumentType,
        path=_RESOURCES / "document_types.csv",
        title=_("Loại văn bản"),
        columns={
            "code": "code",
            "abbr": "abbr",
            "name_vi": "name_vi",
            "name_en": "name_en",
            "is_qppl": "is_qppl",
            "group": "group",
            "level": "level",
            "issuing_bodies": "issuing_bodies",
            "number_pattern": "number_pattern",
            "valid_from": "valid_from",
            "valid_to": "valid_until",
            "legal_basis": "legal_basis",
            "evidence": "evidence",
        },
    ),
    "document_fields": ReferenceTable(
        model=SubjectArea,
        path=_RESOURCES / "document_fields.csv",
        title=_("Lĩnh vực"),
        columns={
            "code": "code",
            "name_vi": "name_vi",
            "name_en": "name_en",
            "lead_agency_code_2021": "lead_agency",
            "sort_order": "sort_order",
        },
    ),
    "document_marks": ReferenceTable(
        model=DocumentMark,
        path=_RESOURCES / "document_marks.csv",
        title=_("Dấu hiệu trên văn bản"),
        columns={
            "code": "code",
            "kind": "kind",
            "text_vi": "name_vi",
            "name_en": "name_en",
            "order": "sort_order",
            "portal_rule": "portal_rule",
        },
    ),
    "validity_statuses": ReferenceTable(
        model=EffectStatus,
        path=_RESOURCES / "validity_statuses.csv",
        title=_("Tình trạng hiệu lực"),
        columns={
            "code": "code",
            "name_vi": "name_vi",
            "name_en": "name_en",
            "in_force": "in_force",
            "derivable_from_dates": "derivable_from_dates",
            "tone": "tone",
            "definition": "definition",
            "evidence": "evidence",
        },
    ),
    "relation_types": ReferenceTable(
        model=RelationType,
        path=_RESOURCES / "relation_types.csv",
        title=_("Loại quan hệ văn bản"),
        columns={
            "code": "code",
            "name_vi": "name_vi",
            "inverse_name_vi": "inverse_name_vi",
            "name_en": "name_en",
            "inverse_name_en": "inverse_name_en",
            "effect_on_target": "effect_on_target",
            "needs_provisions": "needs_provisions",
            "evidence": "evidence",
        },
    ),
    "portal_collections": ReferenceTable(
        model=PortalCollection,
        path=_RESOURCES / "portal_collections.csv",
        title=_("Chuyên mục công bố"),
        columns={
            "code": "code",
            "name_vi": "name_vi",
            "name_en": "name_en",
            "content_kind": "content_kind",
            "count_2021": "count_2021",
            "unit": "unit",
            "document_types": "document_types",
            "law_or_duty": "law_or_duty",
        },
    ),
    "publication_deadlines": ReferenceTable(
        model=PublicationDeadline,
        path=_RESOURCES / "publication_deadlines.csv",
        title=_("Thời hạn pháp lý"),
        columns={
            "code": "code",
            "topic": "topic",
            "rule_en": "rule_en",
            "amount": "amount",
            "unit": "unit",
            "from_event": "from_event",
            "legal_basis": "legal_basis",
            "regime_from": "valid_from",
            "regime_to": "valid_until",
            "evidence": "evidence",
        },
    ),
    "legal_instruments": ReferenceTable(
        model=LegalInstrument,
        path=_RESOURCES / "legal_instruments.csv",
        title=_("Văn bản làm căn cứ"),
        columns={
            "number": "number",
            "title_vi": "title_vi",
            "effective_from": "valid_from",
            "effective_to": "valid_until",
            "replaced_by": "replaced_by",
            "relevance": "relevance",
            "evidence": "evidence",
        },
        key=("number",),
    ),
}


def register() -> None:
    """Register the tables; called once, when the apps are loaded."""
    for order, (name, table) in enumerate(_TABLES.items(), start=30):
        reference_tables.register(name, table, order=order)
