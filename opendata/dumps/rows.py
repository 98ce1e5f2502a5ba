"""The public rows of a table, one after the other: memory stays the same however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper

from opendata.dumps.columns import Table, lists_of

_PART = 500


def rows_of(table: Table) -> Iterator[dict[str, Any]]:
    """Return the public rows by column, in the order of their ids."""
    hidden: dict[str, Any] = {f"public_{name}": test for name, test in table.hidden_links().items()}
    paths = {column.name: column.path for column in table.single_columns}
    hidden |= {
        f"public_{table.column(name).field.attname}": ExpressionWrapper(condition, BooleanField())
        for name, condition in table.declared.only_if.items()
    }
    found = table.public_rows().annotate(**hidden).values("pk", *paths.values(), *hidden)
    stored = found.iterator(chunk_size=_PART)
    while part := list(islice(stored, _PART)):
        lists = lists_of(table, [row["pk"] for row in part]) if table.list_columns else {}
        for row in part:
            yield _public_row(table, row, lists)


def _public_row(table: Table, row: dict[str, Any], lists: Any) -> dict[str, Any]:
    public: dict[str, Any] = {}
    for column in table.columns:
        if column.is_list:
            public[column.name] = lists[column.name].get(row["pk"], [])
        elif not row.get(f"public_{column.field.attname}", True):
            public[column.name] = None if column.field.null else column.field.get_default()
        else:
            public[column.name] = column.public(row[column.path])
    for name, value in table.declared.publish.items():
        public[name] = value(public)
    return public


@contextmanager
def one_moment() -> Iterator[None]:
    """Have everything that is read inside belong to one moment, without keeping anybody from writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Django's own transactions take SQLite's write lock from their start; a reader's needs none.
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
