"""What the database's planner knows of its tables."""

from __future__ import annotations

from django.db import connection


def refresh_statistics() -> None:
    """Let PostgreSQL count its tables now: after many new rows it plans badly until its own daemon comes round.

    SQLite plans by the indexes alone and needs none.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
