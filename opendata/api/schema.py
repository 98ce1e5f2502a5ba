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

from opendata.api import examples
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
    "drafts": gettext_noop("Dự thảo và góp ý"),
    "questions": gettext_noop("Hỏi đáp"),
    "corrections": gettext_noop("Đính chính"),
    "alerts": gettext_noop("Theo dõi qua thư"),
    "posting": gettext_noop("Gửi nội dung lên cổng"),
    "signatures": gettext_noop("Chữ ký số"),
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
    "403": ("Forbidden", gettext_noop("Chưa đến lúc hoặc đang tạm dừng; detail nêu ngày mở.")),
    "404": ("NotFound", gettext_noop("Không có bản ghi, trang danh sách hoặc địa chỉ này.")),
    "405": ("MethodNotAllowed", gettext_noop("Địa chỉ này không nhận phương thức đó; xem Allow.")),
    "409": ("Conflict", gettext_noop("Idempotency-Key đã được dùng với nội dung khác.")),
    "410": ("Gone", gettext_noop("Bản ghi đã bị gỡ khỏi cổng hoặc đã hết thời hạn; detail nêu lý do.")),
    "413": ("TooLarge", gettext_noop("Nội dung gửi lên quá lớn.")),
    "415": ("NotJson", gettext_noop("Nội dung gửi lên không phải là JSON.")),
    "422": ("NoCube", gettext_noop("Bảng này không phải là khối nhiều chiều.")),
    "429": ("TooManyRequests", gettext_noop("Quá giới hạn số yêu cầu một phút; xem Retry-After.")),
    "500": ("ServerError", gettext_noop("Lỗi của cổng; đã được ghi lại.")),
    "503": ("Unavailable", gettext_noop("Máy tìm kiếm tạm ngừng hoặc cổng đang quá bận; xem Retry-After.")),
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
#: Errors of posts alone.
_OF_POSTS = {"403", "409", "413", "415"}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": gettext_noop(
        "Khóa tự chọn cho một lần gửi; gửi lại cùng khóa và cùng nội dung thì nhận lại câu trả lời đầu."
    ),
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
    return _parameters().get("/" + path_of(route), {})


def path_of(route: str) -> str:
    """Return a route as the description writes it: `documents/{document_id}`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)


def methods(path: str) -> tuple[str, ...]:
    """Return the methods that an address takes; what can be read can be asked for its headers alone."""
    stated = [name.upper() for name in _operations(path)]
    return (*stated, *(["HEAD"] if "GET" in stated else []), "OPTIONS")


def takes_json(path: str) -> bool:
    """Whether what is posted to an address is JSON."""
    return "application/json" in _operations(path).get("post", {}).get("requestBody", {}).get("content", {})


def _operations(path: str) -> dict[str, Any]:
    operations: dict[str, Any] = orjson.loads(_description())["paths"][f"{_PREFIX}{path.removeprefix('/')}"]
    return operations


@lru_cache(maxsize=1)
def _parameters() -> dict[str, dict[str, bool]]:
    paths = orjson.loads(_description())["paths"]
    return {
        path: {
            ANY_NAME if parameter["schema"].get("additionalProperties") else parameter["name"]: (
                parameter["schema"].get("type") == "array"
            )
            for parameter in operations.get("get", {}).get("parameters", [])
            if parameter["in"] == "query"
        }
        for path, operations in paths.items()
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
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if method == "post":
                _describe_post(operation)
            else:
                _describe_read(path, operation)
    bare = orjson.loads(orjson.dumps(_without_titles(description), option=orjson.OPT_NON_STR_KEYS))
    _add_examples(bare)
    return orjson.dumps(bare)


def _add_examples(description: dict[str, Any]) -> None:
    """Give every operation an example of what is sent and of what is answered."""
    schemas = description["components"]["schemas"]
    for operations in description["paths"].values():
        for operation in operations.values():
            parts = [operation.get("requestBody", {}), *operation["responses"].values()]
            for content in (part.get("content", {}) for part in parts):
                for kind, media in content.items():
                    if "json" in kind and "example" not in media and "schema" in media:
                        media["example"] = examples.sample(media["schema"], schemas)
    for response in description["components"]["responses"].values():
        for media in response.get("content", {}).values():
            media["example"] = examples.sample(media["schema"], schemas)


def _describe_read(path: str, operation: dict[str, Any]) -> None:
    if path.endswith("/data.{file_format}"):
        _describe_data(operation)
    responses = operation["responses"]
    if path.endswith("/csvw.json"):
        responses[200]["content"] = {"application/csvm+json": responses[200]["content"]["application/json"]}
    responses[200]["headers"] = _header_refs("ETag", "Last-Modified", *_LIMIT_HEADERS)
    responses[200]["description"] = gettext_noop("Câu trả lời.")
    responses["304"] = {"$ref": "#/components/responses/NotModified"}
    is_record = any(parameter["in"] == "path" for parameter in operation["parameters"])
    left_out = {
        *_OF_POSTS,
        *(status for status, ending in _ENDINGS.items() if not path.endswith(ending)),
        *([] if is_record else ["410"]),
        *([] if operation["tags"] == ["search"] else ["503"]),
    }
    left_out -= {status for status, ending in _ENDINGS.items() if path.endswith(ending)}
    _add_errors(operation, left_out)


def _describe_post(operation: dict[str, Any]) -> None:
    """Add to a post what holds for every one: the limits, the errors, and for JSON the key."""
    responses = operation["responses"]
    if is_json := "application/json" in operation["requestBody"]["content"]:
        operation["parameters"] = [*operation.get("parameters", []), _IDEMPOTENCY_KEY]
    answered = responses[201 if 201 in responses else 200]
    answered["description"] = gettext_noop("Đã nhận.") if 201 in responses else gettext_noop("Câu trả lời.")
    answered["headers"] = _header_refs(*_LIMIT_HEADERS)
    _add_errors(operation, {"422", "503"} if is_json else {"403", "404", "409", "410", "415", "422"})


def _add_errors(operation: dict[str, Any], left_out: set[str]) -> None:
    for status, (name, _text) in _ERRORS.items():
        if status not in left_out:
            operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}


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
        # An example is data, not words about it.
        key: value
        if key == "example"
        else _(value)
        if key in {"description", "summary"} and isinstance(value, str) and value
        else _translated(value)
        for key, value in node.items()
    }
