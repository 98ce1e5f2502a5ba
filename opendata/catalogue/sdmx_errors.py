"""Errors as SDMX tells them, with its own codes."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True)
class Kind:
    """A kind of error: its code in SDMX and its status in HTTP."""

    code: int
    status: HTTPStatus
    name: str


NO_RESULTS = Kind(100, HTTPStatus.NOT_FOUND, "No results found")
SYNTAX = Kind(140, HTTPStatus.BAD_REQUEST, "Syntax error")
SEMANTIC = Kind(150, HTTPStatus.BAD_REQUEST, "Semantic error")
NOT_ACCEPTABLE = Kind(140, HTTPStatus.NOT_ACCEPTABLE, "Syntax error")
UNAVAILABLE = Kind(503, HTTPStatus.SERVICE_UNAVAILABLE, "Service unavailable")
TOO_LARGE = Kind(510, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Response size exceeds service limit")
NOT_IMPLEMENTED = Kind(501, HTTPStatus.NOT_IMPLEMENTED, "Not implemented")


class SdmxError(Exception):
    """A request that is answered with an error message."""

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.kind = kind
