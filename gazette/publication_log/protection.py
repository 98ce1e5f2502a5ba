"""Triggers by which the database itself refuses to change what was published."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forbid(schema_editor: BaseDatabaseSchemaEditor, table: str, *, message: str) -> None:
    """Refuse every UPDATE and DELETE of a table's rows."""
    for statement in _forbidding(schema_editor.connection.vendor, table, message):
        schema_editor.execute(statement)


def allow(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Take the refusal of `forbid` away."""
    vendor = schema_editor.connection.vendor
    for event in ("update", "delete", *(["truncate"] if vendor == "postgresql" else [])):
        on = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}")


def _forbidding(vendor: str, table: str, message: str) -> Iterable[str]:
    if vendor == "sqlite":
        for event in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
    elif vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION publication_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '%%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for event, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            yield (
                f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION publication_refuse('{message}')"
            )
