"""Parameters of actions, which come as text from an address and with types from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.translation import gettext as _

from opendata.catalogue.problems import Refused

_LONGEST = 2000
_LARGEST = 10**9


def text(given: Mapping[str, Any], name: str, *, required: bool = False, field: str = "") -> str:
    """Return a text, "" when absent; `field` is the name that a refusal uses."""
    value = given.get(name)
    if value is None or value == "":
        if required:
            raise Refused({field or name: [_("Thiếu giá trị.")]})
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Refused({field or name: [_("Phải là một chuỗi ký tự.")]})
    if "\0" in str(value) or len(str(value)) > _LONGEST:
        raise Refused({field or name: [_("Giá trị không hợp lệ.")]})
    return str(value)


def number(given: Mapping[str, Any], name: str, *, default: int, most: int = _LARGEST) -> int:
    """Return a whole number from 0; more than `most` counts as `most`."""
    value = given.get(name)
    if value is None or value == "":
        return default
    digits = str(value)
    if isinstance(value, bool) or not (digits.isascii() and digits.isdigit()):
        raise Refused({name: [_("Phải là một số nguyên từ 0.")]})
    return min(int(digits[:19]), most)


def flag(given: Mapping[str, Any], name: str) -> bool:
    """Return whether a switch is on, as CKAN's clients write it."""
    return str(given.get(name, "")).strip().lower() in {"true", "t", "yes", "y", "on", "1"}


def names(given: Mapping[str, Any], name: str) -> list[str]:
    """Return a list: one of JSON, JSON as text, or words between commas."""
    value = given.get(name)
    if value is None or value == "":
        return []
    if isinstance(value, str):
        if value.lstrip().startswith("["):
            value = _json(value, name)
        else:
            return [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Refused({name: [_("Phải là một danh sách chuỗi ký tự.")]})
    return value


def mapping(given: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return an object: one of JSON, or JSON as text."""
    value = given.get(name)
    if value is None or value == "":
        return {}
    if isinstance(value, str):
        value = _json(value, name)
    if not isinstance(value, dict):
        raise Refused({name: [_("Phải là một đối tượng JSON.")]})
    return value


def _json(value: str, name: str) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise Refused({name: [_("Không phải là JSON.")]}) from error
