"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    """News."""

    name = "portal.news"
    label = "news"
    verbose_name = _("Tin tức")
