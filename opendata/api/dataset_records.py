"""Datasets as the API tells them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field

from opendata.api.pagination import Page
from opendata.api.records import Record


class ColumnInfo(BaseModel):
    """A column of a table."""

    name: str = Field(description=gettext_noop("Tên cột như trong tệp; bộ lọc và JSON dùng tên này."))
    type: str = Field(description=gettext_noop("Kiểu theo Table Schema."), examples=["integer"])
    title: str = Field(description=gettext_noop("Tên cho người đọc."))
    description: str = Field(description=gettext_noop("Giải thích."))
    unit: str = Field(description=gettext_noop("Đơn vị tính; rỗng khi không ghi."))
    empty: int = Field(description=gettext_noop("Số ô không có giá trị."))
    distinct: int = Field(description=gettext_noop("Số giá trị khác nhau."))
    min: str = Field(description=gettext_noop("Giá trị nhỏ nhất."))
    max: str = Field(description=gettext_noop("Giá trị lớn nhất."))


class VersionInfo(BaseModel):
    """A version of a dataset; it never changes."""

    version: int = Field(description=gettext_noop("Số của phiên bản, dùng cho ?version=."))
    created: datetime = Field(description=gettext_noop("Lúc tạo."))
    notes: str = Field(description=gettext_noop("Có gì mới."))
    rows: int = Field(description=gettext_noop("Số dòng."))
    file_name: str = Field(description=gettext_noop("Tên tệp gốc."))
    sha256: str = Field(description=gettext_noop("SHA-256 của tệp gốc."))
    url: str = Field(description=gettext_noop("Địa chỉ trang của phiên bản."))


class Distribution(BaseModel):
    """A form in which the data is given out."""

    format: str = Field(description=gettext_noop("Định dạng."), examples=["csv"])
    media_type: str = Field(description=gettext_noop("Kiểu nội dung."), examples=["text/csv; charset=utf-8"])
    url: str = Field(description=gettext_noop("Địa chỉ tải về."))


class QualityPart(BaseModel):
    """A criterion of quality."""

    code: str = Field(description=gettext_noop("Mã tiêu chí."))
    label: str = Field(description=gettext_noop("Tiêu chí."))
    met: bool = Field(description=gettext_noop("Đạt hay không."))


class DatasetSummary(Record):
    """A dataset as lists show it."""

    slug: str = Field(description=gettext_noop("Địa chỉ, không đổi."), examples=["dan-so-dien-tich"])
    title: str = Field(description=gettext_noop("Tên."))
    title_en: str = Field(description=gettext_noop("Tên tiếng Anh; rỗng khi không có."))
    description: str = Field(description=gettext_noop("Mô tả."))
    nature: str = Field(description=gettext_noop("stated, computed hoặc checks."), examples=["stated"])
    nature_label: str = Field(description=gettext_noop("Loại số liệu bằng lời."), examples=["tính toán"])
    publisher: str | None = Field(description=gettext_noop("Mã cơ quan công bố."))
    publisher_name: str = Field(description=gettext_noop("Cơ quan công bố."))
    licence: str = Field(description=gettext_noop("Giấy phép."), examples=["CC-BY-4.0"])
    licence_url: str | None = Field(description=gettext_noop("Địa chỉ của giấy phép."))
    update_cycle: str = Field(description=gettext_noop("Chu kỳ cập nhật."), examples=["yearly"])
    themes: list[str] = Field(description=gettext_noop("Mã các chủ đề."))
    keywords: list[str] = Field(description=gettext_noop("Từ khóa."))
    rows: int = Field(description=gettext_noop("Số dòng của phiên bản mới nhất."))
    version: int = Field(description=gettext_noop("Phiên bản mới nhất."))


class DatasetList(Page[DatasetSummary]):
    """One page of datasets."""


class DatasetDetail(DatasetSummary):
    """A dataset with its versions, distributions and columns."""

    owner: str = Field(description=gettext_noop("Đơn vị phụ trách."))
    contact_name: str = Field(description=gettext_noop("Người liên hệ."))
    contact_email: str = Field(description=gettext_noop("Thư điện tử liên hệ."))
    contact_phone: str = Field(description=gettext_noop("Điện thoại liên hệ."))
    spatial: str = Field(description=gettext_noop("Phạm vi không gian."))
    temporal_from: str = Field(description=gettext_noop("Số liệu từ."))
    temporal_to: str = Field(description=gettext_noop("Số liệu đến."))
    source_name: str = Field(description=gettext_noop("Nguồn."))
    source_url: str = Field(description=gettext_noop("Địa chỉ nguồn."))
    document: str | None = Field(description=gettext_noop("Địa chỉ của văn bản làm nguồn."))
    due_on: date | None = Field(description=gettext_noop("Hạn cập nhật tiếp theo; null khi không cam kết."))
    is_late: bool = Field(description=gettext_noop("Đã quá hạn cập nhật."))
    quality: int = Field(description=gettext_noop("Điểm chất lượng, phần trăm."))
    quality_parts: list[QualityPart] = Field(description=gettext_noop("Các tiêu chí của điểm chất lượng."))
    columns: list[ColumnInfo] = Field(description=gettext_noop("Các cột."))
    distributions: list[Distribution] = Field(description=gettext_noop("Các định dạng tải về."))
    versions: list[VersionInfo] = Field(description=gettext_noop("Các phiên bản, mới nhất trước."))


class DataRow(BaseModel):
    """A row of a table: names of columns with their values; the columns differ from table to table."""

    model_config = ConfigDict(extra="allow")


class DataPage(BaseModel):
    """One page of a table's rows, or of its groups."""

    count: int = Field(description=gettext_noop("Tổng số dòng khớp với bộ lọc."))
    next: str | None = Field(description=gettext_noop("Địa chỉ của phần sau."))
    previous: str | None = Field(description=gettext_noop("Địa chỉ của phần trước."))
    results: list[DataRow] = Field(description=gettext_noop("Các dòng: tên cột và giá trị."))


class Description(BaseModel):
    """A description in the words of another standard."""

    model_config = ConfigDict(extra="allow")
