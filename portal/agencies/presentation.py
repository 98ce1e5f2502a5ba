"""What the page of an agency shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.agencies.enums import NameKind
from portal.agencies.models import Agency, AgencyName, AgencyParent, AgencySuccession
from portal.agencies.registry import agency_sections


def page(request: HttpRequest, agency: Agency) -> dict[str, Any]:
    """Return the context of an agency's page (a constant number of queries)."""
    return {
        "agency": agency,
        "is_past": agency.valid_until is not None and agency.valid_until < timezone.localdate(),
        "facts": _facts(agency),
        "former_names": _former_names(agency),
        "former_parents": _former_parents(agency),
        "children": [_link(child) for child in agency.children.all()],
        "successors": _successors(agency),
        "predecessors": _predecessors(agency),
        "sections": _sections(request, agency),
    }


def _facts(agency: Agency) -> list[dict[str, Any]]:
    parent = agency.parent
    return [
        {"label": _("Mã"), "value": agency.code},
        {"label": _("Viết tắt trong ký hiệu văn bản"), "value": agency.abbreviation or None},
        {"label": _("Loại"), "value": agency.get_kind_display()},
        {"label": _("Cấp"), "value": agency.get_level_display() or None},
        {"label": _("Tỉnh"), "value": agency.province or None},
        {
            "label": _("Cơ quan cấp trên"),
            "value": parent.name if parent else None,
            "url": parent.get_absolute_url() if parent else None,
        },
        {"label": _("Hoạt động từ ngày"), "value": None, "date": agency.valid_from},
        {"label": _("Hoạt động đến hết ngày"), "value": None, "date": agency.valid_until},
        {"label": _("Địa chỉ"), "value": agency.address or None},
        {"label": _("Điện thoại"), "value": agency.phone or None},
        {
            "label": _("Thư điện tử"),
            "value": agency.email or None,
            "url": f"mailto:{agency.email}" if agency.email else None,
        },
        {
            "label": _("Trang thông tin điện tử"),
            "value": agency.website or None,
            "url": agency.website or None,
        },
    ]


def _former_names(agency: Agency) -> list[AgencyName]:
    return [name for name in agency.names.all() if name.kind == NameKind.FORMER]


def _former_parents(agency: Agency) -> list[AgencyParent]:
    return list(agency.former_parents.select_related("parent"))


def _successors(agency: Agency) -> list[dict[str, Any]]:
    return [_step(step, step.successor) for step in agency.successions.select_related("successor")]


def _predecessors(agency: Agency) -> list[dict[str, Any]]:
    return [_step(step, step.predecessor) for step in agency.inheritances.select_related("predecessor")]


def _step(step: AgencySuccession, agency: Agency) -> dict[str, Any]:
    return _link(agency) | {"label": step.get_kind_display(), "date": step.on, "note": step.note}


def _link(agency: Agency) -> dict[str, Any]:
    return {"title": agency.name, "url": agency.get_absolute_url()}


def _sections(request: HttpRequest, agency: Agency) -> list[SafeString]:
    """Return what other rooms show, each made by its own template."""
    return [
        render_to_string(section.template, section.context(request, agency), request=request)
        for _name, section in agency_sections.items()
    ]
