"""How editors keep the code lists of documents."""

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
from portal.core.code_list_viewsets import CodeListViewSet


class DocumentTypeViewSet(CodeListViewSet):
    """Kinds of documents."""

    model = DocumentType
    menu_order = 30
    list_display = ("name_vi", "code", "abbr", "group", "level", "valid_from", "valid_until")
    list_filter = ("group", "level", "is_qppl")
    search_fields = ("code", "name_vi", "name_en", "abbr")


class SubjectAreaViewSet(CodeListViewSet):
    """Fields of documents."""

    model = SubjectArea
    menu_order = 31
    list_display = ("name_vi", "code", "lead_agency", "sort_order")


class DocumentMarkViewSet(CodeListViewSet):
    """Marks on documents."""

    model = DocumentMark
    menu_order = 32
    list_display = ("name_vi", "code", "kind", "portal_rule")
    list_filter = ("kind",)


class EffectStatusViewSet(CodeListViewSet):
    """Validity statuses."""

    model = EffectStatus
    menu_order = 33
    list_display = ("name_vi", "code", "in_force", "derivable_from_dates")


class RelationTypeViewSet(CodeListViewSet):
    """Relations between documents."""

    model = RelationType
    menu_order = 34
    list_display = ("name_vi", "inverse_name_vi", "code", "needs_provisions")
    search_fields = ("code", "name_vi", "inverse_name_vi", "name_en")


class PortalCollectionViewSet(CodeListViewSet):
    """Collections of the portal."""

    model = PortalCollection
    menu_order = 35
    list_display = ("name_vi", "code", "content_kind", "count_2021")


class PublicationDeadlineViewSet(CodeListViewSet):
    """Legal time limits."""

    model = PublicationDeadline
    menu_order = 36
    list_display = ("code", "topic", "rule_en", "amount", "unit", "valid_from", "valid_until")
    list_filter = ("topic",)
    search_fields = ("code", "rule_vi", "rule_en", "legal_basis")


class LegalInstrumentViewSet(CodeListViewSet):
    """Laws and decrees that the portal's duties rest on."""

    model = LegalInstrument
    menu_order = 37
    list_display = ("number", "title_vi", "valid_from", "valid_until", "replaced_by")
    search_fields = ("number", "title_vi", "relevance")


VIEWSETS = (
    DocumentTypeViewSet,
    SubjectAreaViewSet,
    DocumentMarkViewSet,
    EffectStatusViewSet,
    RelationTypeViewSet,
    PortalCollectionViewSet,
    PublicationDeadlineViewSet,
    LegalInstrumentViewSet,
)
