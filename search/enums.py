"""Code lists of search."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a hit is, as readers tell things apart."""

    NEWS = "news", _("Tin tức")
    DOCUMENT = "document", _("Văn bản")
    GAZETTE = "gazette", _("Công báo")
    DRAFT = "draft", _("Dự thảo")
    QUESTION = "question", _("Hỏi đáp")
    PROCEDURE = "procedure", _("Thủ tục")
    DATASET = "dataset", _("Dữ liệu")
    PAGE = "page", _("Trang thông tin")


class Sort(models.TextChoices):
    """Orders of a result list."""

    RELEVANCE = "relevance", _("Liên quan nhất")
    NEWEST = "-date", _("Mới nhất")
    OLDEST = "date", _("Cũ nhất")


class Unit(models.TextChoices):
    """What is one hit."""

    RECORD = "record", _("Bản ghi")
    PASSAGE = "passage", _("Đoạn")


#: What hits can be narrowed by, in the order of the contract.
FACETS = ("kind", "type", "agency", "field", "status", "year")
