"""Errors in SDMX's numbers."""

from __future__ import annotations

from http import HTTPStatus


class SdmxError(Exception):
    """A request that is not answered: SDMX's number of the error, the status of HTTP, words."""

    def __init__(self, code: int, status: HTTPStatus, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.status = status


def no_results(words: str = "No results found") -> SdmxError:
    """Nothing meets what is asked."""
    return SdmxError(100, HTTPStatus.NOT_FOUND, words)


def too_large(words: str) -> SdmxError:
    """More observations than one answer holds."""
    return SdmxError(130, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)


def bad_syntax(words: str) -> SdmxError:
    """Something in the address cannot be read."""
    return SdmxError(140, HTTPStatus.BAD_REQUEST, words)


def later(words: str) -> SdmxError:
    """The engine is busy."""
    return SdmxError(503, HTTPStatus.SERVICE_UNAVAILABLE, words)
