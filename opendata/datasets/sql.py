"""Names and texts in SQL: the one place that quotes them."""

from __future__ import annotations


def identifier(name: str) -> str:
    """Return a column's name as SQL, whatever it looks like."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as SQL, whatever it looks like."""
    return "'" + text.replace("'", "''") + "'"
