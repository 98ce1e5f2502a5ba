"""Writing many rows through one prepared statement.

Django's `bulk_create` builds the text of every statement anew, value by value, which takes longer than the database
needs to store the rows (docs/decisions/013-import-speed.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any, TypeVar, cast

from django.db import connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.constants import OnConflict
from django.db.models.options import Options
from django.db.models.sql.subqueries import InsertQuery

M = TypeVar("M", bound=models.Model)
AnyField = models.Field[Any, Any]


def write_rows(rows: Sequence[M], *, unique: Sequence[str] = (), updated: Collection[str] = ()) -> None:
    """Store rows without a primary key; where `unique` is there already, its columns `updated` are replaced.

    A key that is no number of the database's own is stored like any column. Like `bulk_create` it sends no signals,
    and it leaves the objects without their keys.
    """
    if not rows:
        return
    meta = type(rows[0])._meta
    connection = connections[router.db_for_write(type(rows[0]))]
    fields = [field for field in meta.local_concrete_fields if not isinstance(field, models.AutoField)]
    values = zip(*(_column(rows, field, connection) for field in fields), strict=True)
    if connection.vendor == "postgresql":
        _copy(connection, meta, fields, values, unique, updated)
        return
    query = InsertQuery(
        type(rows[0]),
        on_conflict=OnConflict.UPDATE if unique else None,
        unique_fields=[meta.get_field(name) for name in unique],
        update_fields=[field for field in fields if field.attname in updated],
    )
    query.insert_values(fields, list(rows[:1]), raw=True)
    ((statement, _values),) = query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(values))


def _copy(
    connection: BaseDatabaseWrapper,
    meta: Options[Any],
    fields: Sequence[AnyField],
    values: Iterable[tuple[Any, ...]],
    unique: Sequence[str],
    updated: Collection[str],
) -> None:
    """Send rows in PostgreSQL's own bulk form; rows that may be there already go through a table of the session."""

    def column_of(field: AnyField) -> str:
        return connection.ops.quote_name(str(field.column))

    table = target = connection.ops.quote_name(meta.db_table)
    columns = ", ".join(map(column_of, fields))
    # Only names of our own tables and columns stand in the statements.
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if unique:
            target = connection.ops.quote_name("incoming_rows")
            cursor.execute(f"CREATE TEMPORARY TABLE {target} AS SELECT {columns} FROM {table} WITH NO DATA")  # noqa: S608
        with cursor.copy(f"COPY {target} ({columns}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
        if unique:
            keys = ", ".join(column_of(field) for field in fields if field.name in unique)
            changes = ", ".join(
                f"{column_of(field)} = EXCLUDED.{column_of(field)}"
                for field in fields
                if field.attname in updated
            )
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {target} "  # noqa: S608
                f"ON CONFLICT ({keys}) DO UPDATE SET {changes}"
            )
            cursor.execute(f"DROP TABLE {target}")


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
