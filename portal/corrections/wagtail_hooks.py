"""Hooks of the corrections room; registration only."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.corrections import desk_urls
from portal.corrections.desk_views import HANDLE


class _ReportsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        """Show the reports to those who may handle them."""
        return request.user.has_perm(HANDLE)


@hooks.register("register_admin_urls")
def _urls() -> list[URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def _reports() -> MenuItem:
    return _ReportsItem(
        _("Báo sai, đính chính"),
        reverse("corrections_desk:list"),
        name="reports",
        icon_name="warning",
        order=243,
    )
