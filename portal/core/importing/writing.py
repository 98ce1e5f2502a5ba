"""Writing many rows through one prepared statement.

Django's `bulk_create` builds the text of every statement anew, value by value, which takes longer than the database
needs to store the rows (docs/decisions/013-import-speed.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache, partial
from typing import Any, TypeVar, cast

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.constants import OnConflict
from django.db.models.sql.subqueries import InsertQuery

M = TypeVar("M", bound=models.Model)
AnyField = models.Field[Any, Any]


def write_rows(rows: Sequence[M], *, unique: Sequence[str] = (), updated: Collection[str] = ()) -> None:
    """Store rows without a primary key; where `unique` is there already, its columns `updated` are replaced.

    Like `bulk_create` it sends no signals, and it leaves the objects without their keys.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    connection = connections[router.db_for_write(type(rows[0]))]
    fields = [field for field in meta.local_concrete_fields if not field.primary_key]
    query = InsertQuery(
        type(rows[0]),
        on_conflict=OnConflict.UPDATE if unique else None,
        unique_fields=[meta.get_field(name) for name in unique],
        update_fields=[field for field in fields if field.attname in updated],
    )
    # PostgreSQL takes whole columns as arrays, in a statement that is the same from two rows on.
    takes_columns = connection.vendor == "postgresql" and len(rows) > 1
    query.insert_values(fields, list(rows[: 2 if takes_columns else 1]), raw=True)
    ((statement, _values),) = query.get_compiler(connection=connection).as_sql()
    columns = [_column(rows, field, connection) for field in fields]
    with connection.cursor() as cursor:
        if takes_columns:
            cursor.execute(statement, columns)
        else:
            cursor.executemany(statement, list(zip(*columns, strict=True)))


def write_column(model: type[models.Model], name: str, values: Sequence[tuple[Any, Any]]) -> None:
    """Set one column of many rows, given as pairs of the new value and the row's key."""
    if not values:
        return
    connection = connections[router.db_for_write(model)]
    field = cast(AnyField, model._meta.get_field(name))
    table, column, key = (
        connection.ops.quote_name(str(part))
        for part in (model._meta.db_table, field.column, model._meta.pk.column)
    )
    with connection.cursor() as cursor:
        # Only names of our own tables and columns stand in the statement.
        cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", values)  # noqa: S608


def _column(rows: Sequence[models.Model], field: AnyField, connection: BaseDatabaseWrapper) -> list[Any]:
    """Return a field's values as the database takes them."""
    name = field.attname
    if isinstance(field, models.CharField | models.TextField):
        return [getattr(row, name) for row in rows]
    prepare: Callable[[Any], Any] = partial(field.get_db_prep_save, connection=connection)
    if not isinstance(field, models.JSONField):
        # Days, moments and keys repeat from row to row; a list, which JSON may be, cannot be looked up.
        prepare = lru_cache(maxsize=1024)(prepare)
    return [prepare(getattr(row, name)) for row in rows]
