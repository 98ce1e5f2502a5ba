"""How often alerts come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How often a digest is sent."""

    DAILY = "daily", _("Hằng ngày")
    WEEKLY = "weekly", _("Hằng tuần, vào thứ Hai")
