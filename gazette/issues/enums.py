"""States of intake and building, and the sections of an issue with their order."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IntakeState(models.TextChoices):
    """What became of a document that was sent to the gazette."""

    RECEIVED = "received", _("Đã tiếp nhận")
    CHECKED = "checked", _("Đã kiểm tra, chờ đăng")
    RETURNED = "returned", _("Đã trả lại")


class Section(models.TextChoices):
    """Sections in the order in which an issue prints them; inside, documents stand by day and number."""

    COUNCIL = "council", _("Văn bản quy phạm pháp luật của Hội đồng nhân dân")
    COMMITTEE = "committee", _("Văn bản quy phạm pháp luật của Ủy ban nhân dân")
    CHAIR = "chair", _("Văn bản quy phạm pháp luật của Chủ tịch Ủy ban nhân dân")
    COMMUNE = "commune", _("Văn bản quy phạm pháp luật của cấp xã")
    OTHER = "other", _("Văn bản khác")
    CORRECTION = "correction", _("Đính chính")


class BuildState(models.TextChoices):
    """How far an issue's file is."""

    WAITING = "waiting", _("Đang chờ")
    RUNNING = "running", _("Đang dựng")
    DONE = "done", _("Đã dựng xong")
    FAILED = "failed", _("Không dựng được")
