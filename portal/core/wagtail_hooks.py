"""Hooks of the core room; registration only."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from portal.core.holidays import HolidayViewSet
from portal.core.private_data_views import EXPORT, personal_data


class _PersonalDataItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        """Show the page to those who may use it."""
        return request.user.has_perm(EXPORT)


@hooks.register("register_admin_urls")
def _urls() -> list[URLPattern]:
    return [path("du-lieu-ca-nhan/", personal_data, name="personal_data")]


@hooks.register("register_settings_menu_item")
def _personal_data() -> MenuItem:
    return _PersonalDataItem(_("Dữ liệu cá nhân"), reverse("personal_data"), icon_name="user", order=900)


register_snippet(HolidayViewSet)
