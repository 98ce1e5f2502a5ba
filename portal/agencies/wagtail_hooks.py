"""Hooks of the agencies room; registration only."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from portal.agencies.viewsets import AdministrativeUnitViewSet, AgencyViewSet
from portal.core.code_list_viewsets import code_list_menu_item

hooks.register("register_admin_menu_item", code_list_menu_item)
register_snippet(AgencyViewSet)
register_snippet(AdministrativeUnitViewSet)
