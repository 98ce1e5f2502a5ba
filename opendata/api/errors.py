"""The one shape of every error: problem details of RFC 9457."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, Field

from search.services import RETRY_AFTER_SECONDS, EngineUnavailable

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

TITLES = {
    HTTPStatus.BAD_REQUEST: gettext_lazy("Yêu cầu không hợp lệ"),
    HTTPStatus.FORBIDDEN: gettext_lazy("Chưa được phép"),
    HTTPStatus.NOT_FOUND: gettext_lazy("Không tìm thấy"),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_lazy("Phương thức không được hỗ trợ"),
    HTTPStatus.CONFLICT: gettext_lazy("Xung đột với lần gửi trước"),
    HTTPStatus.GONE: gettext_lazy("Đã gỡ khỏi cổng hoặc đã đóng"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: gettext_lazy("Nội dung quá lớn"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: gettext_lazy("Kiểu nội dung không được hỗ trợ"),
    HTTPStatus.UNPROCESSABLE_ENTITY: gettext_lazy("Không làm được với dữ liệu này"),
    HTTPStatus.TOO_MANY_REQUESTS: gettext_lazy("Quá nhiều yêu cầu"),
    HTTPStatus.INTERNAL_SERVER_ERROR: gettext_lazy("Lỗi máy chủ"),
    HTTPStatus.SERVICE_UNAVAILABLE: gettext_lazy("Tạm ngừng"),
}
#: Errors of a moment: no cache may keep them.
_PASSING = {
    HTTPStatus.FORBIDDEN,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
}


class FieldError(BaseModel):
    """A parameter that cannot be accepted, and why."""

    field: str = Field(description=gettext_noop("Tên tham số hoặc trường."), examples=["issued_from"])
    message: str = Field(description=gettext_noop("Một câu cho biết điều gì được chấp nhận."))


class Problem(BaseModel):
    """An error."""

    type: str = Field(description=gettext_noop("Địa chỉ nói về loại lỗi này."))
    title: str = Field(description=gettext_noop("Tên của loại lỗi."))
    status: int = Field(description=gettext_noop("Mã trạng thái HTTP."), examples=[400])
    detail: str = Field(description=gettext_noop("Một câu về lần lỗi này."))
    errors: list[FieldError] = Field(
        default=[], description=gettext_noop("Từng tham số sai; chỉ có khi lỗi nằm ở tham số.")
    )


class InvalidParameters(Exception):
    """Parameters that cannot be accepted: the name of each with a sentence in the reader's language."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(dict(errors))
        self.errors = dict(errors)


class WrongSecret(Http404):
    """A receipt or secret that is nobody's: each guess is answered anew, so that each is counted and slowed down."""


class Gone(Exception):
    """A record that was published and then withdrawn; its text is the public reason, perhaps empty."""


class Refused(Exception):
    """A request that is refused with a status of its own and a sentence in the reader's language."""

    def __init__(self, status: HTTPStatus, detail: str, *, retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.retry_after = retry_after


def problem_type(status: int) -> str:
    """Return the address that explains a kind of error; the same on every machine of the site."""
    return f"{settings.SITE_URL}{reverse('api:docs')}#loi-{status}"


def problem(status: HTTPStatus, detail: str, *, errors: Mapping[str, str] | None = None) -> HttpResponse:
    """Return an error answer in the active language."""
    body: dict[str, Any] = {
        "type": problem_type(status),
        "title": str(TITLES[status]),
        "status": int(status),
        "detail": detail,
    }
    if errors:
        body["errors"] = [{"field": field, "message": message} for field, message in errors.items()]
    headers = {"Vary": "Accept-Language"}
    if status in _PASSING:
        headers["Cache-Control"] = "no-store"
    return HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE, headers=headers)


def not_found(request: HttpRequest, error: object = None) -> HttpResponse:
    """Answer that nothing stands at this address, in the error's own words where it has some."""
    response = problem(
        HTTPStatus.NOT_FOUND,
        str(error or "")
        or _("Không có gì ở địa chỉ %(path)s. Các địa chỉ có thật: %(docs)s.")
        % {"path": request.path, "docs": f"{settings.SITE_URL}{reverse('api:docs')}"},
    )
    if isinstance(error, WrongSecret):
        response["Cache-Control"] = "private, no-store"
    return response


def gone(request: HttpRequest, error: Gone | type[Gone]) -> HttpResponse:
    """Answer that a record was withdrawn, and why."""
    reason = str(error) if isinstance(error, Gone) else ""
    return problem(HTTPStatus.GONE, reason or _("Nội dung này đã được gỡ khỏi cổng; lý do không được nêu."))


def method_not_allowed(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    """Answer which methods this address takes."""
    methods = ", ".join(allowed)
    response = problem(
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("Địa chỉ này chỉ nhận %(allowed)s, không nhận %(method)s.")
        % {"allowed": methods, "method": request.method},
    )
    response["Allow"] = methods
    return response


def body_too_large() -> HttpResponse:
    """Answer that nobody here takes a body of this size; it was not read."""
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Yêu cầu quá lớn: tệp gửi lên tối đa 50 MB."))


def refused(request: HttpRequest, error: Refused | type[Refused]) -> HttpResponse:
    """Answer as the refusal says."""
    assert isinstance(error, Refused)  # noqa: S101  # for the type checker
    response = problem(error.status, str(error))
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def invalid_parameters(errors: Mapping[str, str]) -> HttpResponse:
    """Answer which parameters cannot be accepted, each with a sentence."""
    detail = _("Tham số không hợp lệ: %(names)s.") % {"names": ", ".join(errors)}
    return problem(HTTPStatus.BAD_REQUEST, detail, errors=errors)


def register(api: NinjaAPI) -> None:
    """Make every error of the API's own code take this shape."""
    api.add_exception_handler(ValidationError, _refused)
    api.add_exception_handler(InvalidParameters, _refused_by_us)
    api.add_exception_handler(Http404, not_found)
    api.add_exception_handler(Gone, gone)
    api.add_exception_handler(Refused, refused)
    api.add_exception_handler(HttpError, _refused_whole)
    api.add_exception_handler(MultiPartParserError, _unreadable)
    api.add_exception_handler(SuspiciousOperation, _unreadable)
    api.add_exception_handler(EngineUnavailable, _search_down)
    api.add_exception_handler(Exception, _failed)


def _refused(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(error, ValidationError)  # noqa: S101  # for the type checker
    messages: dict[str, str] = {}
    for item in error.errors:
        # ("query", "query", "type", 0): the last name is the parameter's, a number after it the place in its list.
        # ("body", "posted", "contact", "email"): in a body the whole way is told.
        in_body = ".".join(str(part) for part in item["loc"][2:]) if item["loc"][0] == "body" else ""
        name = in_body or next(part for part in reversed(item["loc"]) if isinstance(part, str))
        messages.setdefault(name, _message(item))
    return invalid_parameters(messages)


def _refused_by_us(request: HttpRequest, error: InvalidParameters | type[InvalidParameters]) -> HttpResponse:
    assert isinstance(error, InvalidParameters)  # noqa: S101  # for the type checker
    return invalid_parameters(error.errors)


def _refused_whole(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, str(error))


def _unreadable(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    return problem(
        HTTPStatus.BAD_REQUEST, _("Không đọc được nội dung gửi lên: nó không đúng với Content-Type của nó.")
    )


def _search_down(request: HttpRequest, error: EngineUnavailable | type[EngineUnavailable]) -> HttpResponse:
    logger.error("search is down: %s", error)
    response = problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("Tìm kiếm đang tạm ngừng; mọi phần khác của cổng vẫn hoạt động. Hãy thử lại sau."),
    )
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _failed(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    logger.error(
        "%s %s failed", request.method, request.path, exc_info=error if isinstance(error, Exception) else None
    )
    got_request_exception.send(sender=None, request=request)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, _("Cổng gặp lỗi khi trả lời; lỗi đã được ghi lại. Hãy thử lại sau.")
    )


def _message(item: Mapping[str, Any]) -> str:
    """Return what a validation error says, as a sentence in the active language."""
    context: Mapping[str, Any] = item.get("ctx") or {}
    kind = item["type"]
    if kind == "value_error":
        return str(context["error"])
    if kind == "missing":
        return _("Thiếu giá trị bắt buộc.")
    if kind == "extra_forbidden":
        return _("Không có trường này.")
    if kind == "string_type":
        return _("Phải là một chuỗi ký tự.")
    if kind in {"int_parsing", "int_type", "int_from_float", "int_parsing_size"}:
        return _("Phải là một số nguyên.")
    if kind in {"bool_parsing", "bool_type"}:
        return _("Phải là true hoặc false.")
    if kind == "greater_than_equal":
        return _("Phải từ %(limit)s trở lên.") % {"limit": context["ge"]}
    if kind == "less_than_equal":
        return _("Không được quá %(limit)s.") % {"limit": context["le"]}
    if kind == "string_too_long":
        return _("Không được dài quá %(limit)s ký tự.") % {"limit": context["max_length"]}
    if kind in {"enum", "literal_error"}:
        accepted = ", ".join(re.findall(r"'([^']*)'", context["expected"]))
        return _("Không có giá trị này; các giá trị được nhận: %(accepted)s.") % {"accepted": accepted}
    if kind == "missing":
        return _("Thiếu trường này.")
    return _("Giá trị không hợp lệ.")
