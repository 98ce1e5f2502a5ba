"""Inspections of uploaded files, kept, and of files handed in, not kept."""

from gazette.signatures.inspection import Busy
from gazette.signatures.limits import checks_left
from gazette.signatures.services.checking import TooLarge, check_upload, is_oversized, too_large_words
from gazette.signatures.services.inspections import inspect_next, request_inspection, request_missing
from gazette.signatures.trust import trust_store

__all__ = [
    "Busy", "TooLarge", "check_upload", "checks_left", "inspect_next", "is_oversized", "request_inspection",
    "request_missing", "too_large_words", "trust_store",
]  # fmt: skip
