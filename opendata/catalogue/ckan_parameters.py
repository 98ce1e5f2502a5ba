"""What a CKAN client sends, in the address or as JSON, and what is said of it when it cannot be read."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest

_LARGEST_BODY = 1_000_000
_MOST = 10**9


class Unreadable(ValueError):
    """A request that is no question at all: CKAN answers a sentence without an envelope."""


class NotFound(LookupError):
    """What is asked for is not there."""


class Invalid(ValueError):
    """Parameters that cannot be accepted: the name of each with what is wrong."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__(dict(errors))
        self.errors = dict(errors)


def parameters(request: HttpRequest) -> dict[str, Any]:
    """Return what is asked, wherever the client put it."""
    asked: dict[str, Any] = {
        name: values[0] if len(values) == 1 else values for name, values in request.GET.lists()
    }
    if request.method == "POST":
        asked |= _posted(request)
    return {_clean(name): _clean(value) for name, value in asked.items()}


def _posted(request: HttpRequest) -> dict[str, Any]:
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > _LARGEST_BODY:
            raise Unreadable("Request body is too large")
        kind = (request.content_type or "").lower()
        if kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
            pairs = {name: values[0] if len(values) == 1 else values for name, values in request.POST.lists()}
            # `curl -d '{…}'` sends JSON under the name of a form.
            first, *others = pairs.items() or [("", "")]
            if not others and first[1] in {"", "1"} and first[0].lstrip().startswith("{"):
                return _object(first[0])
            if len(pairs) == 1 and first[0].lstrip().startswith("{"):
                return _object(request.body.decode() if request.body else first[0])
            return pairs
        body = request.body.decode()
    except (RequestDataTooBig, TooManyFieldsSent, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("JSON Error: Error decoding JSON data.") from error
    return _object(body) if body.strip() else {}


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"JSON Error: Error decoding JSON data. Error: {str(error)[:200]}") from error
    if not isinstance(found, dict):
        raise Unreadable(
            f"JSON Error: Request data JSON decoded to {type(found).__name__} but it needs to be a dictionary."
        )
    return found


def _clean(value: Any, depth: int = 0) -> Any:
    """Return a value whose texts a database can look for."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    if depth < 8 and isinstance(value, list):
        return [_clean(item, depth + 1) for item in value]
    if depth < 8 and isinstance(value, dict):
        return {_clean(name): _clean(item, depth + 1) for name, item in value.items()}
    return None if isinstance(value, list | dict) else value


def text(asked: Mapping[str, Any], name: str, otherwise: str = "") -> str:
    """Return a text."""
    value = asked.get(name)
    if value is None:
        return otherwise
    if isinstance(value, list):
        value = " ".join(str(item) for item in value)
    if isinstance(value, dict):
        raise Invalid({name: ["Must be a string"]})
    return str(value)


def required(asked: Mapping[str, Any], *names: str) -> str:
    """Return the first of several names for one thing that is given."""
    for name in names:
        if asked.get(name):
            return text(asked, name)
    raise Invalid({names[0]: ["Missing value"]})


def number(asked: Mapping[str, Any], name: str, otherwise: int) -> int:
    """Return a whole number from 0."""
    value = asked.get(name)
    if value is None or value == "":
        return otherwise
    plain = str(value).strip()
    if isinstance(value, bool) or not (plain.isascii() and plain.isdigit()):
        raise Invalid(
            {name: ["Invalid integer" if not plain.startswith("-") else "Must be a natural number"]}
        )
    return min(int(plain[:20]), _MOST)


def flag(asked: Mapping[str, Any], name: str, otherwise: bool) -> bool:
    """Return whether something is wanted."""
    value = asked.get(name)
    if value is None or value == "":
        return otherwise
    return str(value).strip().lower() in {"true", "yes", "t", "y", "1", "on"}


def listed(
    asked: Mapping[str, Any], name: str, known: Container[str] = (), endings: tuple[str, ...] = ()
) -> list[str]:
    """Return a list, given as JSON, as a text with commas, or by repeating the parameter."""
    value = asked.get(name)
    if value is None or value == "":
        return []
    if isinstance(value, str):
        if value.lstrip().startswith("["):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError) as error:
                raise Invalid({name: ["Not a valid JSON list"]}) from error
        elif value in known or any(value.removesuffix(f" {ending}") in known for ending in endings):
            # A column's name may hold commas.
            return [value]
        else:
            value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list) or any(isinstance(item, dict | list) for item in value):
        raise Invalid({name: ["Not a list"]})
    return [str(item) for item in value]
