"""The OpenAPI description, made from the code: what is documented is what is accepted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from opendata.api.endpoints import api
from opendata.api.errors import MEDIA_TYPE, Problem
from opendata.api.requests import ANY_NAME
from opendata.datasets.enums import MEDIA_TYPES, FileFormat

_PREFIX = "/api/v1/"
_ENDINGS = {"413": "/data.{file_format}", "422": "/jsonstat.json"}
_REF = "#/components/schemas/{model}"

TAGS = {
    "news": gettext_noop("Tin tức"),
    "documents": gettext_noop("Văn bản"),
    "gazette": gettext_noop("Công báo"),
    "datasets": gettext_noop("Dữ liệu mở"),
    "statistics": gettext_noop("Thống kê"),
    "agencies": gettext_noop("Cơ quan"),
    "reference": gettext_noop("Bảng mã"),
    "search": gettext_noop("Tìm kiếm"),
}
_DESCRIPTION = gettext_noop(
    "Đọc tự do, không cần khóa. Danh sách trả về count, next, previous, results. Lỗi theo RFC 9457 "
    "(application/problem+json). Tham số lạ hoặc giá trị sai trả về 400, không bao giờ bị bỏ qua. Mọi câu trả lời có "
    "ETag; gửi lại trong If-None-Match để nhận 304 khi không có gì mới. HEAD dùng được ở mọi địa chỉ GET. "
    "Accept-Language: en cho thông báo bằng tiếng Anh."
)
_ERRORS = {
    "400": (
        "BadRequest",
        gettext_noop("Tham số lạ, bị lặp lại hoặc có giá trị sai; errors nêu từng tham số."),
    ),
    "404": ("NotFound", gettext_noop("Không có bản ghi, trang danh sách hoặc địa chỉ này.")),
    "405": ("MethodNotAllowed", gettext_noop("Chỉ nhận GET, HEAD và OPTIONS.")),
    "410": ("Gone", gettext_noop("Bản ghi đã bị gỡ khỏi cổng; detail nêu lý do.")),
    "413": ("TooLarge", gettext_noop("Nhiều dòng hơn một bảng tính chứa được.")),
    "422": ("NoCube", gettext_noop("Bảng này không phải là khối nhiều chiều.")),
    "429": ("TooManyRequests", gettext_noop("Quá giới hạn số yêu cầu một phút; xem Retry-After.")),
    "500": ("ServerError", gettext_noop("Lỗi của cổng; đã được ghi lại.")),
    "503": ("SearchDown", gettext_noop("Máy tìm kiếm tạm ngừng; xem Retry-After.")),
}
_HEADERS = {
    "ETag": ("string", gettext_noop("Dấu của nội dung, để hỏi lại bằng If-None-Match.")),
    "Last-Modified": ("string", gettext_noop("Lần thay đổi mới nhất trong những gì được trả về.")),
    "RateLimit-Limit": ("integer", gettext_noop("Số yêu cầu được gửi trong một phút từ một địa chỉ.")),
    "RateLimit-Remaining": ("integer", gettext_noop("Số yêu cầu còn lại trong phút này.")),
    "RateLimit-Reset": ("integer", gettext_noop("Số giây đến phút tiếp theo.")),
    "RateLimit-Policy": ("string", gettext_noop("Giới hạn và khoảng thời gian tính bằng giây.")),
    "Retry-After": ("integer", gettext_noop("Số giây phải chờ.")),
}
_LIMIT_HEADERS = [name for name in _HEADERS if name.startswith("RateLimit-")]


def openapi(language: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description in a language."""
    description: dict[str, Any] = orjson.loads(_description())
    with translation.override(language):
        described: dict[str, Any] = _translated(description)
    return described


def accepted_parameters(request: HttpRequest) -> Mapping[str, bool]:
    """Return the query parameters of the endpoint that was asked, each with whether it may be repeated."""
    route = request.resolver_match.route if request.resolver_match else ""
    return _parameters()["/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)]


@lru_cache(maxsize=1)
def _parameters() -> dict[str, dict[str, bool]]:
    paths = orjson.loads(_description())["paths"]
    return {
        path: {
            ANY_NAME if parameter["schema"].get("additionalProperties") else parameter["name"]: (
                parameter["schema"].get("type") == "array"
            )
            for parameter in methods["get"]["parameters"]
            if parameter["in"] == "query"
        }
        for path, methods in paths.items()
    }


@lru_cache(maxsize=1)
def _description() -> bytes:
    """Return the description as JSON, its texts not yet translated."""
    description = dict(api.get_openapi_schema(path_prefix=_PREFIX))
    description["info"] |= {"description": _DESCRIPTION}
    description["servers"] = [{"url": "/"}]
    description["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    components = description["components"]
    problem = Problem.model_json_schema(ref_template=_REF)
    components["schemas"] |= problem.pop("$defs") | {"Problem": problem}
    components["responses"] = {name: _error(status, text) for status, (name, text) in _ERRORS.items()}
    components["responses"]["DataBusy"] = _error(
        "503", gettext_noop("Câu hỏi quá nặng hoặc có quá nhiều; xem Retry-After.")
    )
    components["responses"]["NotModified"] = {
        "description": gettext_noop("Không có gì thay đổi."),
        "headers": _header_refs("ETag", "Last-Modified", *_LIMIT_HEADERS),
    }
    components["headers"] = {
        name: {"description": text, "schema": {"type": kind}} for name, (kind, text) in _HEADERS.items()
    }
    for path, methods in description["paths"].items():
        if path.endswith("/data.{file_format}"):
            _describe_data(methods["get"])
        responses = methods["get"]["responses"]
        responses[200]["headers"] = _header_refs("ETag", "Last-Modified", *_LIMIT_HEADERS)
        responses[200]["description"] = gettext_noop("Câu trả lời.")
        responses["304"] = {"$ref": "#/components/responses/NotModified"}
        is_record = any(parameter["in"] == "path" for parameter in methods["get"]["parameters"])
        for status, (name, _text) in _ERRORS.items():
            if status == "410" and not is_record:
                continue
            if status == "503" and methods["get"]["tags"] != ["search"]:
                continue
            if status in {"413", "422"} and not path.endswith(_ENDINGS[status]):
                continue
            responses[status] = {"$ref": f"#/components/responses/{name}"}
    return orjson.dumps(_without_titles(description), option=orjson.OPT_NON_STR_KEYS)


def _describe_data(operation: dict[str, Any]) -> None:
    """Tell that the columns of a table are parameters, and the forms in which its data comes."""
    operation["parameters"].append(
        {
            "in": "query", "name": "columns", "required": False, "style": "form", "explode": True,
            "description": gettext_noop("Bộ lọc theo cột, tên như trong columns của tập dữ liệu."),
            "schema": {"type": "object", "additionalProperties": {"type": "string"}},
        }
    )  # fmt: skip
    for parameter in operation["parameters"]:
        if parameter["name"] == "file_format":
            parameter["schema"]["enum"] = list(FileFormat.values)
    content = operation["responses"][200]["content"]
    binary = {"schema": {"type": "string", "format": "binary"}}
    content |= {kind.split(";")[0]: binary for key, kind in MEDIA_TYPES.items() if key != FileFormat.JSON}
    for status, name in (("503", "DataBusy"),):
        operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}


def _error(status: str, text: str) -> dict[str, Any]:
    names = [*_LIMIT_HEADERS, *(["Retry-After"] if status in {"429", "503"} else [])]
    return {
        "description": text,
        "headers": _header_refs(*names),
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}},
    }


def _header_refs(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _without_titles(node: Any, *, holds_names: bool = False) -> Any:
    """Return the description without the titles that pydantic makes from names; they only repeat them."""
    if isinstance(node, list):
        return [_without_titles(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for key, value in node.items():
        is_generated = key == "title" and isinstance(value, str) and not holds_names and "version" not in node
        if not is_generated:
            kept[key] = _without_titles(
                value, holds_names=key in {"properties", "schemas"} and not holds_names
            )
    return kept


def _translated(node: Any) -> Any:
    """Return the description with every text that is for people in the active language."""
    if isinstance(node, list):
        return [_translated(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _(value)
        if key in {"description", "summary"} and isinstance(value, str) and value
        else _translated(value)
        for key, value in node.items()
    }
