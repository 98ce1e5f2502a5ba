"""Rows that may be there already."""

from __future__ import annotations

from typing import Any, cast

from django.db import connection, models


def insert_once(model: type[models.Model], **values: Any) -> bool:
    """Insert a row, every column given but the key; return False where a unique constraint has such a row already.

    Django's `get_or_create` needs a savepoint and two look-ups for it. Another transaction that is inserting the same
    row is waited for.
    """
    fields = [cast("models.Field[Any, Any]", model._meta.get_field(name)) for name in values]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    params = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, values.values(), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING",  # noqa: S608  # the model's own names, quoted; values go apart
            params,
        )
        return bool(cursor.rowcount == 1)
