"""Triggers that keep a published issue as it is: what it printed cannot be changed, nor its entries, nor can it go.

Sealing is an ordinary column. It can be lifted for an imported copy alone, whose source may print it anew; editors
may also complete such a copy with the file and the entries that its source did not give.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ISSUES, ENTRIES = "issues_gazetteissue", "issues_gazetteentry"
MESSAGE = "a published gazette issue cannot be changed"
_ISSUE_COLUMNS = (
    "year", "issue_number", "first_number", "last_number", "part", "slug", "published_on", "title", "is_special",
    "note", "province",
)  # fmt: skip
_ENTRY_COLUMNS = (
    "issue_id", "sort_order", "section", "number", "type_text", "issuer", "issued_on", "title", "page_from", "page_to",
    "part_number", "part_count", "original_from", "original_to", "received_on", "due_on", "corrects_id", "correction",
)  # fmt: skip
#: Issues that this portal published itself.
_OWN = " AND source_id IS NULL"


def make_triggers(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    vendor = schema_editor.connection.vendor
    if vendor == "sqlite":
        for statement in _sqlite():
            schema_editor.execute(statement)
    elif vendor == "postgresql":
        for statement in _postgresql():
            schema_editor.execute(statement)


def drop_triggers(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in (ISSUES, ENTRIES):
        for event in ("update", "delete", "insert"):
            on = f" ON {table}" if is_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_sealed_{event}{on}")


def _differs(columns: tuple[str, ...], operator: str) -> str:
    return " OR ".join(f"NEW.{column} {operator} OLD.{column}" for column in columns)


def _issue_change(operator: str) -> str:
    """Return when a change of a sealed issue is refused: of printed columns, or of the seal of an own issue."""
    return (
        f"OLD.sealed_at IS NOT NULL AND ({_differs(_ISSUE_COLUMNS, operator)} "
        f"OR (NEW.file_id {operator} OLD.file_id AND NOT (OLD.file_id IS NULL AND OLD.source_id IS NOT NULL)) "
        "OR (NEW.sealed_at IS NULL AND OLD.source_id IS NULL))"
    )


def _sealed(row: str, *, more: str = "") -> str:
    sealed = f"id = {row}.issue_id AND sealed_at IS NOT NULL{more}"
    return f"EXISTS (SELECT 1 FROM {ISSUES} WHERE {sealed})"  # noqa: S608  # names of our own tables


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    changed = _differs(_ENTRY_COLUMNS, "IS NOT")
    inserted = _sealed("NEW", more=_OWN)
    return [
        f"CREATE TRIGGER {ISSUES}_sealed_update BEFORE UPDATE ON {ISSUES} WHEN {_issue_change('IS NOT')} {refuse}",
        f"CREATE TRIGGER {ISSUES}_sealed_delete BEFORE DELETE ON {ISSUES} WHEN OLD.sealed_at IS NOT NULL {refuse}",
        f"CREATE TRIGGER {ENTRIES}_sealed_update BEFORE UPDATE ON {ENTRIES} "
        f"WHEN ({changed}) AND ({_sealed('OLD')} OR {_sealed('NEW')}) {refuse}",
        f"CREATE TRIGGER {ENTRIES}_sealed_delete BEFORE DELETE ON {ENTRIES} WHEN {_sealed('OLD')} {refuse}",
        f"CREATE TRIGGER {ENTRIES}_sealed_insert BEFORE INSERT ON {ENTRIES} WHEN {inserted} {refuse}",
    ]


def _postgresql() -> list[str]:
    raised = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
    changed = _differs(_ENTRY_COLUMNS, "IS DISTINCT FROM")
    inserted = _sealed("NEW", more=_OWN)
    return [
        f"CREATE OR REPLACE FUNCTION gazette_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raised} END $$",
        f"CREATE TRIGGER {ISSUES}_sealed_update BEFORE UPDATE ON {ISSUES} FOR EACH ROW "
        f"WHEN ({_issue_change('IS DISTINCT FROM')}) EXECUTE FUNCTION gazette_refuse()",
        f"CREATE TRIGGER {ISSUES}_sealed_delete BEFORE DELETE ON {ISSUES} FOR EACH ROW "
        "WHEN (OLD.sealed_at IS NOT NULL) EXECUTE FUNCTION gazette_refuse()",
        "CREATE OR REPLACE FUNCTION gazette_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' THEN IF {_sealed('OLD')} THEN {raised} END IF; RETURN OLD; END IF; "
        f"IF TG_OP = 'INSERT' THEN IF {inserted} THEN {raised} END IF; RETURN NEW; END IF; "
        f"IF ({changed}) AND ({_sealed('OLD')} OR {_sealed('NEW')}) THEN {raised} END IF; RETURN NEW; END $$",
        *(
            f"CREATE TRIGGER {ENTRIES}_sealed_{event} BEFORE {event.upper()} ON {ENTRIES} FOR EACH ROW "
            "EXECUTE FUNCTION gazette_entry_guard()"
            for event in ("update", "delete", "insert")
        ),
    ]
