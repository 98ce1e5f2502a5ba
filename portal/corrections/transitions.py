"""Which state of a report may follow which, and what it takes. Pure."""

from __future__ import annotations

from portal.corrections.enums import ReportState

_FOLLOWING = {
    ReportState.RECEIVED: (ReportState.CHECKING, ReportState.CORRECTED, ReportState.REFUSED),
    ReportState.CHECKING: (ReportState.CORRECTED, ReportState.REFUSED),
    # What was decided too early is looked at again, with a reason.
    ReportState.CORRECTED: (ReportState.CHECKING,),
    ReportState.REFUSED: (ReportState.CHECKING,),
}
_WITH_TEXT = {ReportState.CORRECTED, ReportState.REFUSED}


def next_states(state: str) -> tuple[ReportState, ...]:
    """Return the states that may follow."""
    return _FOLLOWING[ReportState(state)]


def may_follow(state: str, following: str) -> bool:
    """Whether a report may go from one state to another."""
    return following in next_states(state)


def needs_text(state: str, following: str) -> bool:
    """Whether the step has to be explained: what was corrected, why not, why again."""
    return following in _WITH_TEXT or state in _WITH_TEXT
