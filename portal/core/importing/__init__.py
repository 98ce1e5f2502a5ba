"""Import of JSON lines: reading, checking, storing in batches, reporting (contract: one object a line)."""

from portal.core.importing.cleaning import (
    Rejected,
    clean_day,
    clean_id,
    clean_line,
    clean_moment,
    clean_plain,
    clean_strings,
    clean_url,
)
from portal.core.importing.command import ImportCommand
from portal.core.importing.importer import Importer, Record, digest_of
from portal.core.importing.statistics import refresh_statistics
from portal.core.importing.writing import write_column, write_rows

__all__ = [
    "ImportCommand",
    "Importer",
    "Record",
    "Rejected",
    "clean_day",
    "clean_id",
    "clean_line",
    "clean_moment",
    "clean_plain",
    "clean_strings",
    "clean_url",
    "digest_of",
    "refresh_statistics",
    "write_column",
    "write_rows",
]
