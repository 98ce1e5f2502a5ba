"""What the log tells of a record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What happened to a record or a file."""

    PUBLISHED = "published", _("Công bố")
    CHANGED = "changed", _("Sửa")
    WITHDRAWN = "withdrawn", _("Gỡ")


class LogKind(models.TextChoices):
    """What kind of thing it happened to."""

    NEWS = "news", _("Tin, bài")
    PAGE = "page", _("Trang")
    DOCUMENT = "document", _("Văn bản")
    GAZETTE = "gazette", _("Số Công báo")
    FILE = "file", _("Tệp")
