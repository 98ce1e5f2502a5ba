"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demonstration province."""

    name = "portal.demo"
    label = "demo"
    verbose_name = _("Dữ liệu minh họa")
