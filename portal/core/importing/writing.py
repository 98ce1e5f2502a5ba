"""Writing many rows through one prepared statement.

Django's `bulk_create` builds the text of every statement anew, value by value, which takes longer than the database
needs to store the rows; docs/decisions/003-import-speed.md has the measurement.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from django.db import connections, models, router
from django.db.models.constants import OnConflict
from django.db.models.sql.subqueries import InsertQuery

M = TypeVar("M", bound=models.Model)
#: Their values are written as they are.
_TEXT = (models.CharField, models.TextField)


def write_rows(rows: Sequence[M], *, unique: Sequence[str] = (), updated: Collection[str] = ()) -> None:
    """Store rows without a primary key; where `unique` is there already, its columns `updated` are replaced.

    Like `bulk_create` it sends no signals, and it leaves the objects without their keys.
    """
    if not rows:
        return
    model = type(rows[0])
    meta = model._meta
    connection = connections[router.db_for_write(model)]
    fields = [field for field in meta.local_concrete_fields if not field.primary_key]
    query = InsertQuery(
        model,
        on_conflict=OnConflict.UPDATE if unique else None,
        unique_fields=[meta.get_field(name) for name in unique],
        update_fields=[field for field in fields if {field.name, field.attname} & set(updated)],
    )
    query.insert_values(fields, rows[:1], raw=True)
    ((statement, _values),) = query.get_compiler(connection=connection).as_sql()
    columns = [
        (field.attname, None if isinstance(field, _TEXT) else field.get_db_prep_save) for field in fields
    ]
    values = [
        [
            prepare(getattr(row, name), connection) if prepare else getattr(row, name)
            for name, prepare in columns
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def write_column(model: type[models.Model], name: str, values: Sequence[tuple[Any, Any]]) -> None:
    """Set one column of many rows, given as pairs of the new value and the row's key."""
    if not values:
        return
    connection = connections[router.db_for_write(model)]
    quote, field, key = connection.ops.quote_name, model._meta.get_field(name), model._meta.pk
    table, column = quote(model._meta.db_table), quote(field.column)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {quote(key.column)} = %s", values)  # noqa: S608  # names of our own columns
