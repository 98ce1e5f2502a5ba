"""Registration of the list of inspected files with Wagtail."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gazette.signatures import admin_views


@hooks.register("register_admin_urls")
def _urls() -> list[URLPattern]:
    return [path("kiem-tra-tep/", admin_views.inspections, name="signature_inspections")]


@hooks.register("register_reports_menu_item")
def _menu_item() -> MenuItem:
    return MenuItem(_("Chữ ký của các tệp"), reverse("signature_inspections"), icon_name="key", order=700)
