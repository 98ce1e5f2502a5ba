"""Choices of datasets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ColumnType(models.TextChoices):
    """The type of a column, by its name in Table Schema."""

    STRING = "string", _("chữ")
    INTEGER = "integer", _("số nguyên")
    NUMBER = "number", _("số")
    BOOLEAN = "boolean", _("đúng, sai")
    DATE = "date", _("ngày")
    DATETIME = "datetime", _("thời điểm")


NUMERIC_TYPES = {ColumnType.INTEGER, ColumnType.NUMBER}

#: The type of each column in DuckDB.
SQL_TYPES: dict[str, str] = {
    ColumnType.STRING: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMP",
}


class DecimalSign(models.TextChoices):
    """What stands before the fraction of a number."""

    COMMA = "comma", _("dấu phẩy (6,55)")
    POINT = "point", _("dấu chấm (6.55)")


class UpdateCycle(models.TextChoices):
    """How often a dataset is promised to be brought up to date."""

    DAILY = "daily", _("Hằng ngày")
    WEEKLY = "weekly", _("Hằng tuần")
    MONTHLY = "monthly", _("Hằng tháng")
    QUARTERLY = "quarterly", _("Hằng quý")
    HALF_YEARLY = "half-yearly", _("Sáu tháng một lần")
    YEARLY = "yearly", _("Hằng năm")
    IRREGULAR = "irregular", _("Không định kỳ")
    NEVER = "never", _("Không cập nhật nữa")


#: Longest time between two versions, in days, with the days of grace that an office takes.
CYCLE_DAYS: dict[str, int] = {
    UpdateCycle.DAILY: 2,
    UpdateCycle.WEEKLY: 9,
    UpdateCycle.MONTHLY: 38,
    UpdateCycle.QUARTERLY: 107,
    UpdateCycle.HALF_YEARLY: 200,
    UpdateCycle.YEARLY: 396,
}


class Licence(models.TextChoices):
    """On what terms a dataset may be used."""

    CC_BY = "CC-BY-4.0", _("Ghi công (CC BY 4.0)")
    CC0 = "CC0-1.0", _("Tự do, không điều kiện (CC0 1.0)")
    ODBL = "ODbL-1.0", _("Ghi công, chia sẻ tương tự (ODbL 1.0)")
    OFFICIAL = "official", _("Thông tin chính thức, không thuộc phạm vi bảo hộ quyền tác giả")
    OTHER = "other", _("Theo nguồn")


LICENCE_URLS: dict[str, str] = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.ODBL: "https://opendatacommons.org/licenses/odbl/1-0/",
}


class Nature(models.TextChoices):
    """Whether figures are those that an office states, or were computed from them."""

    STATED = "stated", _("số liệu công bố")
    COMPUTED = "computed", _("tính toán")
    CHECKS = "checks", _("kiểm tra")


class FileFormat(models.TextChoices):
    """The formats in which data is given out."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"
    JSON = "json", "JSON"
    NDJSON = "ndjson", "NDJSON"
    PARQUET = "parquet", "Parquet"


MEDIA_TYPES: dict[str, str] = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.JSON: "application/json",
    FileFormat.NDJSON: "application/x-ndjson",
    FileFormat.PARQUET: "application/vnd.apache.parquet",
}
