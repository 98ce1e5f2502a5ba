"""Places in a list: what stands after a row is found by the row itself, whatever was published meanwhile.

A page by its number shifts when a record is added before it. A place does not: it holds the values by which the list
is ordered, and the next page is what comes after them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

LONGEST = 1000


@dataclass(frozen=True)
class Key:
    """A column that a list is ordered by."""

    name: str
    is_descending: bool
    field: Any


def keys_of(queryset: QuerySet[Any], names: Sequence[str] = ()) -> list[Key]:
    """Return the columns of a list's order; `names` where the list is ordered by columns of another table."""
    model = queryset.model
    ordering = names or queryset.query.order_by or model._meta.ordering
    keys = []
    for name in ordering:
        bare = str(name).lstrip("-")
        field = model._meta.pk if bare == "pk" else model._meta.get_field(bare)
        keys.append(Key(bare, str(name).startswith("-"), field))
    return keys


def place_of(row: Model, keys: Sequence[Key]) -> str:
    """Return the place of a row as a parameter holds it."""
    values = [getattr(row, key.field.attname) for key in keys]
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def parse_place(text: str, keys: Sequence[Key]) -> list[Any]:
    """Return the values of a place; raise `ValueError` for what is none of this list."""
    try:
        values = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        if not isinstance(values, list) or len(values) != len(keys):
            raise ValueError(text)
        return [_value(value, key) for value, key in zip(values, keys, strict=True)]
    except (binascii.Error, ValidationError, ValueError, TypeError, OverflowError, AttributeError) as error:
        raise ValueError(
            _("Không phải là vị trí trong danh sách này; hãy dùng địa chỉ ở next và previous.")
        ) from error


def _value(value: Any, key: Key) -> Any:
    if value is None and key.field.null:
        return None
    if isinstance(value, (dict, list)) or value is None or (isinstance(value, str) and "\0" in value):
        raise ValueError(value)
    field = key.field.target_field if key.field.is_relation else key.field
    parsed = field.to_python(value)
    if parsed is None or (isinstance(parsed, int) and abs(parsed) >= 1 << 63):
        raise ValueError(value)
    return parsed


def after(queryset: QuerySet[Any], keys: Sequence[Key], place: Sequence[Any]) -> QuerySet[Any]:
    """Keep what comes after a place."""
    nulls_are_small = connections[queryset.db].vendor == "sqlite"
    condition = Q(pk__in=[])
    for key, value in reversed(list(zip(keys, place, strict=True))):
        same = Q(**{f"{key.name}__isnull": True}) if value is None else Q(**{key.name: value})
        condition = _beyond(key, value, nulls_are_small=nulls_are_small) | (same & condition)
    first, value = keys[0], place[0]
    if not first.field.null:
        # Says nothing new, but an index on the first column begins at the place.
        word = "lte" if first.is_descending else "gte"
        condition &= Q(**{f"{first.name}__{word}": value})
    return queryset.filter(condition)


def _beyond(key: Key, value: Any, *, nulls_are_small: bool) -> Q:
    """Return what a column must hold to come after a value; databases differ in where they put what is not known."""
    nulls_come_last = nulls_are_small == key.is_descending
    if value is None:
        return Q(pk__in=[]) if nulls_come_last else Q(**{f"{key.name}__isnull": False})
    beyond = Q(**{f"{key.name}__{'lt' if key.is_descending else 'gt'}": value})
    return beyond | Q(**{f"{key.name}__isnull": True}) if nulls_come_last and key.field.null else beyond


def reversed_keys(keys: Sequence[Key]) -> list[Key]:
    """Return the order backwards."""
    return [Key(key.name, not key.is_descending, key.field) for key in keys]
