"""What holds for every post: JSON in, an answer given once, refusals in the one error shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from pydantic import Field, StrictStr

from opendata.api.errors import InvalidParameters, problem
from portal.core.intake import allowances, idempotency
from portal.core.intake.errors import OtherBody, ProofRefused, TooMany

#: The longest text in four-byte letters, with room for everything beside it.
MAX_BODY = 2 * 1024 * 1024
#: The field `altcha` of everything that is posted: the proof of work.
Solution = Annotated[
    StrictStr,
    Field(
        max_length=4000,
        description=gettext_noop("Lời giải của một thử thách lấy từ challenge, dùng được một lần."),
    ),
]
_JSON = re.compile(r"application/([\w.+-]+\+)?json\s*(;.*)?", re.IGNORECASE)


def register(api: NinjaAPI) -> None:
    """Make refused posts take the one error shape."""
    api.add_exception_handler(TooMany, _too_many)
    api.add_exception_handler(OtherBody, _conflict)
    api.add_exception_handler(ProofRefused, _proof_refused)


def refused_body(request: HttpRequest) -> HttpResponse | None:
    """Return the refusal of a body that cannot be a post's: too large, no JSON object; None when it can be."""
    if not _JSON.fullmatch(request.META.get("CONTENT_TYPE", "")):
        return problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _("Nội dung phải là JSON với Content-Type: application/json.")
        )
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MAX_BODY:
        return problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("Nội dung gửi lên quá lớn; tối đa %(most)s KB.") % {"most": MAX_BODY // 1024},
        )
    try:
        body = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        return problem(HTTPStatus.BAD_REQUEST, _("Nội dung không phải là JSON trong UTF-8."))
    if not isinstance(body, dict):
        return problem(HTTPStatus.BAD_REQUEST, _("Nội dung phải là một đối tượng JSON."))
    return None


def once(
    request: HttpRequest, scope: str, check: Callable[[], None], make: Callable[[], Any]
) -> tuple[int, Any]:
    """Return status and answer of a post that is done once: 201 with what `make` returns.

    `check` refuses before anything is counted; the proof of work and the limits stand between the two.
    """
    key = request.headers.get("Idempotency-Key", "")
    if key and not idempotency.is_key(key):
        raise InvalidParameters({"Idempotency-Key": _("Phải có 1 đến 255 ký tự ASCII in được.")})
    body = orjson.loads(request.body)

    def run() -> tuple[int, Any]:
        check()
        allowances.take(allowances.PROVEN, request.META.get("REMOTE_ADDR", ""))
        return int(HTTPStatus.CREATED), make()

    # A client that tries again may have solved another challenge; somebody else with the same key may not profit.
    content = {name: value for name, value in body.items() if name != "altcha"}
    sender = request.META.get("REMOTE_ADDR", "")
    return idempotency.answer_once(scope, key, body, run, content=[content, sender])


def _too_many(request: HttpRequest, error: TooMany | type[TooMany]) -> HttpResponse:
    response = problem(HTTPStatus.TOO_MANY_REQUESTS, str(error))
    response["Retry-After"] = str(getattr(error, "seconds", 60))
    return response


def _conflict(request: HttpRequest, error: OtherBody | type[OtherBody]) -> HttpResponse:
    return problem(HTTPStatus.CONFLICT, str(error))


def _proof_refused(request: HttpRequest, error: ProofRefused | type[ProofRefused]) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, str(error), errors={"altcha": str(error)})
