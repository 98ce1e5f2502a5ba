"""What a report means for the file as a whole: the gravest of what was found."""

from __future__ import annotations

from gazette.signatures.enums import FileState, SignatureState
from gazette.signatures.inspection import FileReport

_GRAVEST_FIRST = (
    (SignatureState.TRUNCATED, FileState.TRUNCATED),
    (SignatureState.ALTERED, FileState.ALTERED),
)
_LESS_GRAVE = (
    (SignatureState.APPENDED, FileState.APPENDED),
    (SignatureState.UNREADABLE, FileState.UNREADABLE),
)


def state_of(report: FileReport) -> FileState:
    """Return what holds of a file."""
    if report.kind != "pdf":
        return FileState.NOT_PDF
    if report.problem:
        return FileState(report.problem)
    states = {signature.state for signature in report.signatures}
    for state, meaning in _GRAVEST_FIRST:
        if state in states:
            return meaning
    if report.altered:
        return FileState.ALTERED
    if report.removed:
        return FileState.REMOVED
    for state, meaning in _LESS_GRAVE:
        if state in states:
            return meaning
    if report.orphaned:
        return FileState.ORPHANED
    if states:
        return FileState.SIGNED
    return FileState.EMPTY_FIELD if report.empty_fields else FileState.UNSIGNED
