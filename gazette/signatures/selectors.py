"""What other rooms and pages read of inspections."""

from __future__ import annotations

from collections.abc import Iterable

from gazette.signatures.inspection import FileReport
from gazette.signatures.judgement import state_of as file_state
from gazette.signatures.models import FileInspection
from gazette.signatures.presentation import inspection_view, sentence, text_words, trust_words

__all__ = [
    "FileReport",
    "file_state",
    "inspection_view",
    "inspections_of",
    "sentence",
    "text_words",
    "trust_words",
]


def inspections_of(digests: Iterable[str]) -> dict[str, FileInspection]:
    """Return the finished inspections of files by SHA-256 (one query)."""
    wanted = {digest for digest in digests if digest}
    if not wanted:
        return {}
    found = FileInspection.objects.filter(sha256__in=wanted, inspected_at__isnull=False)
    return {inspection.sha256: inspection for inspection in found}
