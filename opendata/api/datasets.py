"""Datasets: `/datasets`, `/datasets/{slug}` and what describes one to other programs."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from opendata.api.conditional import set_last_modified, set_list_modified
from opendata.api.dataset_records import (
    ColumnInfo,
    DataPage,
    DatasetDetail,
    DatasetList,
    DatasetSummary,
    Description,
    Distribution,
    QualityPart,
    VersionInfo,
)
from opendata.api.errors import Gone, InvalidParameters, problem
from opendata.api.pagination import PageQuery, paginate
from opendata.api.parameters import Words, check_codes
from opendata.api.records import absolute_url
from opendata.datasets import cubes, exports, packages, quality
from opendata.datasets.engine import EngineBusy, QueryFailed, QueryTooHeavy
from opendata.datasets.enums import LICENCE_URLS, MEDIA_TYPES, FileFormat, Nature
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.queries import BadQuery, parse
from opendata.datasets.selectors import DatasetFilters, dataset_at, find_datasets, version_of
from portal.agencies.models import Agency

router = Router(tags=["datasets"])


class DatasetQuery(PageQuery):
    """What the list of datasets may be asked for."""

    q: Words = Field(
        "", description=gettext_noop("Từ có trong tên, mô tả, từ khóa hoặc tên cột; không phân biệt dấu."),
        json_schema_extra={"example": "dan so"},
    )  # fmt: skip
    publisher: Words = Field(
        "",
        description=gettext_noop("Mã cơ quan công bố (bảng agencies)."),
        json_schema_extra={"example": "UBND"},
    )
    theme: Words = Field(
        "", description=gettext_noop("Mã chủ đề (bảng document_fields)."),
        json_schema_extra={"example": "to-chuc-bo-may"},
    )  # fmt: skip
    nature: Nature | None = Field(
        None,
        description=gettext_noop("stated: số liệu công bố; computed: tính toán; checks: kiểm tra."),
        json_schema_extra={"example": "stated"},
    )


class VersionQuery(BaseModel):
    """Which version is asked for."""

    version: str | None = Field(
        None, description=gettext_noop("Phiên bản, như trong versions; mặc định là mới nhất."),
        json_schema_extra={"example": "1"}, max_length=20,
    )  # fmt: skip


class DataQueryParameters(VersionQuery):
    """What data may be asked for beside the filters of its columns."""

    select: str | None = Field(
        None,
        alias="_select",
        description=gettext_noop("Các cột cần lấy, ngăn cách bằng dấu phẩy."),
        json_schema_extra={"example": "Năm"},
    )
    order: str | None = Field(
        None,
        alias="_order",
        description=gettext_noop("Các cột để sắp xếp; dấu - phía trước để giảm dần."),
        json_schema_extra={"example": "-Năm"},
    )
    limit: str | None = Field(
        None, alias="_limit",
        description=gettext_noop("Số dòng; JSON mặc định 100, tối đa 10.000, các định dạng khác lấy hết."),
        json_schema_extra={"example": "20"},
    )  # fmt: skip
    offset: str | None = Field(
        None,
        alias="_offset",
        description=gettext_noop("Bỏ qua bao nhiêu dòng đầu."),
        json_schema_extra={"example": "0"},
    )
    group: str | None = Field(
        None,
        alias="_group",
        description=gettext_noop("Các cột để nhóm."),
        json_schema_extra={"example": "Năm"},
    )
    agg: str | None = Field(
        None, alias="_agg",
        description=gettext_noop("Các phép tính: sum, count, avg, min, max, median, count_distinct."),
        json_schema_extra={"example": "count()"},
    )  # fmt: skip


@router.get(
    "/datasets", operation_id="listDatasets", response=DatasetList, summary=gettext_noop("Danh sách tập dữ liệu"),
    description=gettext_noop("Các tập dữ liệu đã công bố, mới cập nhật trước."),
)  # fmt: skip
def list_datasets(request: HttpRequest, response: HttpResponse, query: Query[DatasetQuery]) -> DatasetList:
    """Anyone: the published datasets that meet the filters."""
    check_codes({"publisher": (Agency, [query.publisher] if query.publisher else [])})
    filters = DatasetFilters(
        q=query.q, publisher=query.publisher, theme=query.theme, nature=query.nature or ""
    )
    part = paginate(request, find_datasets(filters).for_list(), query)
    set_list_modified(response)
    return DatasetList.of(part, [DatasetSummary(**_summary(request, dataset)) for dataset in part.rows])


@router.get(
    "/datasets/{str:slug}", operation_id="getDataset", response=DatasetDetail,
    summary=gettext_noop("Một tập dữ liệu"),
    description=gettext_noop("Thông tin, các phiên bản, các cột và các định dạng tải về của một tập dữ liệu."),
)  # fmt: skip
def get_dataset(request: HttpRequest, response: HttpResponse, slug: str) -> DatasetDetail:
    """Anyone: a published dataset."""
    dataset = _dataset(slug)
    version = _version(dataset, None)
    criteria, fresh = quality.parts(dataset), quality.freshness(dataset)
    versions = list(dataset.versions.order_by("-number"))
    set_last_modified(response, [dataset.updated_at, version.created_at])
    return DatasetDetail(
        **_summary(request, dataset),
        owner=dataset.owner,
        contact_name=dataset.contact_name,
        contact_email=dataset.contact_email,
        contact_phone=dataset.contact_phone,
        spatial=dataset.spatial,
        temporal_from=dataset.temporal_from,
        temporal_to=dataset.temporal_to,
        source_name=dataset.source_name,
        source_url=dataset.source_url,
        document=absolute_url(request, dataset.document.get_absolute_url())
        if dataset.document and dataset.document.live
        else None,
        due_on=fresh.due_on,
        is_late=fresh.is_late,
        quality=quality.score(criteria),
        quality_parts=[QualityPart(code=part.code, label=part.label, met=part.is_met) for part in criteria],
        columns=[_column(dataset, column) for column in version.columns],
        distributions=[
            Distribution(
                format=file_format,
                media_type=MEDIA_TYPES[file_format],
                url=_data_url(request, dataset, file_format),
            )
            for file_format in FileFormat.values
        ],
        versions=[_version_info(request, dataset, item) for item in versions],
    )


@router.get(
    "/datasets/{str:slug}/data.{str:file_format}", operation_id="getDatasetData", response=DataPage,
    summary=gettext_noop("Số liệu của một tập dữ liệu"),
    description=gettext_noop(
        "file_format là json, csv, ndjson, parquet hoặc xlsx. Mỗi cột là một bộ lọc: "
        "cột=giá trị, cột__ne, gt, gte, lt, "
        "lte, in, contains, startswith, isnull. Tên và giá trị được so sánh đúng từng chữ; không nhận SQL. Tệp Parquet "
        "trả lời theo đoạn byte (Range)."
    ),
)  # fmt: skip
def get_data(
    request: HttpRequest, slug: str, file_format: str, query: Query[DataQueryParameters]
) -> HttpResponseBase:
    """Anyone: rows or groups of a table, as a page or as a file."""
    if file_format not in FileFormat.values:
        raise Http404
    dataset = _dataset(slug)
    version = _version(dataset, query.version)
    pairs = [(name, values) for name, values in request.GET.lists() if name != "version"]
    try:
        asked = parse(pairs, version.column_types)
    except BadQuery as error:
        raise InvalidParameters(error.errors) from error
    if file_format == FileFormat.JSON and (asked.limit or 0) > exports.MOST_PAGE_ROWS:
        raise InvalidParameters(
            {"_limit": _("Không được quá %(limit)s.") % {"limit": exports.MOST_PAGE_ROWS}}
        )
    return _answer(
        lambda: exports.answer(
            request,
            exports.Request(
                dataset=dataset, version=version, query=asked, file_format=file_format,
                address=request.get_full_path(),
            ),
        )
    )  # fmt: skip


@router.get(
    "/datasets/{str:slug}/datapackage.json", operation_id="getDataPackage", response=Description,
    summary=gettext_noop("Mô tả theo Frictionless Data Package"),
    description=gettext_noop("Mô tả tập dữ liệu và từ điển của nó cho các công cụ Frictionless."),
)  # fmt: skip
def get_data_package(request: HttpRequest, slug: str, query: Query[VersionQuery]) -> HttpResponseBase:
    """Anyone: a dataset as a Data Package."""
    dataset = _dataset(slug)
    version = _version(dataset, query.version)
    page = absolute_url(request, dataset.get_absolute_url())
    return _described(
        packages.data_package(dataset, version, _data_url(request, dataset), page), dataset, version
    )


@router.get(
    "/datasets/{str:slug}/csvw.json", operation_id="getCsvw", response=Description,
    summary=gettext_noop("Mô tả theo CSV on the Web"),
    description=gettext_noop("Mô tả tệp CSV cho các công cụ CSVW."),
)  # fmt: skip
def get_csvw(request: HttpRequest, slug: str, query: Query[VersionQuery]) -> HttpResponseBase:
    """Anyone: the CSVW metadata of a dataset."""
    dataset = _dataset(slug)
    version = _version(dataset, query.version)
    described = packages.csvw(dataset, version, _data_url(request, dataset))
    return _described(described, dataset, version, media_type="application/csvm+json")


@router.get(
    "/datasets/{str:slug}/jsonstat.json", operation_id="getJsonStat", response=Description,
    summary=gettext_noop("Số liệu theo JSON-stat 2.0"),
    description=gettext_noop("Bảng số liệu như một khối nhiều chiều; bảng không phải là khối trả lời 422."),
)  # fmt: skip
def get_json_stat(request: HttpRequest, slug: str, query: Query[VersionQuery]) -> HttpResponseBase:
    """Anyone: a table as a JSON-stat cube."""
    dataset = _dataset(slug)
    version = _version(dataset, query.version)
    page = absolute_url(request, dataset.get_absolute_url())
    try:
        return _answer(lambda: _described(_json_stat(dataset, version, page), dataset, version))
    except packages.NoCube as error:
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _(
                "Tập dữ liệu này không phải là khối nhiều chiều (%(reason)s); hãy dùng data.json hoặc data.csv."
            )
            % {"reason": error},
        )


def _json_stat(dataset: Dataset, version: DatasetVersion, page: str) -> dict[str, Any]:
    cube = cubes.cube_of(version)
    return packages.json_stat(
        dataset, version, page,
        dimensions=cube.dimensions, measures=cube.measures, remarks=cube.attributes,
    )  # fmt: skip


def _dataset(slug: str) -> Dataset:
    dataset = dataset_at(slug)
    if dataset is None:
        raise Http404
    if not dataset.live:
        raise Gone(dataset.withdrawn_reason)
    return dataset


def _version(dataset: Dataset, number: str | None) -> DatasetVersion:
    version = version_of(dataset, number)
    if version is None:
        raise Http404(_("Tập dữ liệu này không có phiên bản %(version)s.") % {"version": number or 1})
    return version


def _answer(ask: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return an answer of the engine, or the problem that it had."""
    try:
        return ask()
    except exports.TooManyRows:
        return problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("Một bảng tính chứa nhiều nhất %(most)s dòng; hãy lọc bớt, hoặc dùng CSV hay Parquet.")
            % {"most": f"{exports.MOST_WORKBOOK_ROWS:,}".replace(",", ".")},
        )
    except QueryTooHeavy:
        return _later(
            _("Câu hỏi này cần nhiều thời gian hoặc bộ nhớ hơn mức cho phép; hãy lọc bớt rồi thử lại.")
        )
    except EngineBusy:
        return _later(_("Đang có quá nhiều câu hỏi; hãy thử lại sau ít giây."))
    except QueryFailed as error:
        if "overflow" in str(error).lower() or "out of range" in str(error).lower():
            raise InvalidParameters({"_agg": _("Kết quả vượt quá giới hạn của kiểu số.")}) from error
        raise


def _later(detail: str) -> HttpResponseBase:
    response = problem(HTTPStatus.SERVICE_UNAVAILABLE, detail)
    response["Retry-After"] = "10"
    return response


def _described(
    body: dict[str, Any], dataset: Dataset, version: DatasetVersion, media_type: str = "application/json"
) -> HttpResponseBase:
    response = HttpResponse(orjson.dumps(body), content_type=media_type)
    set_last_modified(response, [dataset.updated_at, version.created_at])
    return response


def _data_url(request: HttpRequest, dataset: Dataset, file_format: str = "") -> str:
    path = reverse("api:get_data", args=[dataset.slug, file_format or "csv"])
    url = request.build_absolute_uri(path)
    return url if file_format else url.removesuffix(".csv")


def _column(dataset: Dataset, column: dict[str, Any]) -> ColumnInfo:
    said = dataset.dictionary.get(column["name"], {})
    return ColumnInfo(
        name=column["name"], type=column["type"], title=said.get("title") or column["name"],
        description=said.get("description", ""), unit=said.get("unit", "") or column.get("unit", ""),
        empty=column["empty"], distinct=column["distinct"], min=column["min"], max=column["max"],
    )  # fmt: skip


def _version_info(request: HttpRequest, dataset: Dataset, version: DatasetVersion) -> VersionInfo:
    return VersionInfo(
        version=version.number, created=version.created_at, notes=version.notes, rows=version.row_count,
        file_name=version.file_name, sha256=version.sha256,
        url=f"{absolute_url(request, dataset.get_absolute_url())}?version={version.number}",
    )  # fmt: skip


def _summary(request: HttpRequest, dataset: Dataset) -> dict[str, Any]:
    current = dataset.current
    assert current is not None  # noqa: S101  # published ones have a version
    return {
        "url": absolute_url(request, dataset.get_absolute_url()),
        "source_id": dataset.source_id,
        "updated_at": dataset.updated_at,
        "slug": dataset.slug,
        "title": dataset.title,
        "title_en": dataset.title_en,
        "description": dataset.description,
        "nature": dataset.nature,
        "nature_label": str(dataset.get_nature_display()),
        "publisher": dataset.publisher.code if dataset.publisher else None,
        "publisher_name": dataset.publisher_label,
        "licence": dataset.licence,
        "licence_url": LICENCE_URLS.get(dataset.licence),
        "update_cycle": dataset.update_cycle,
        "themes": [theme.code for theme in dataset.themes.all()],
        "keywords": dataset.keyword_list,
        "rows": current.row_count,
        "version": current.number,
    }
