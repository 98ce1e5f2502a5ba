"""May one comment on a draft now, and if not, why: decided here for form, API and withdrawal alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.drafts.enums import ANSWERABLE, DraftState
from gazette.drafts.transitions import rules
from search import vietnamese

if TYPE_CHECKING:
    from gazette.drafts.models import DraftRegulation


#: The zone in which drafts open and close, whatever the server's clock says.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Phase(Enum):
    """Where a moment lies in relation to the consultation."""

    BEFORE = "before"
    OPEN = "open"
    AFTER = "after"


@dataclass(frozen=True)
class Window:
    """The answer: open, or the status and the sentence of a refusal."""

    phase: Phase
    status: int = 200
    message: str = ""

    @property
    def is_open(self) -> bool:
        """Whether comments are taken."""
        return self.phase is Phase.OPEN


class WindowClosed(Exception):
    """A comment outside of its window; carries what to answer."""

    def __init__(self, window: Window) -> None:
        super().__init__(window.message)
        self.window = window


def state_at(draft: DraftRegulation, now: datetime) -> str:
    """Return the state that holds at a moment: what the clock decides does not wait for the worker."""
    state: str = draft.state
    opens_at, closes_at = draft.opens_at, draft.closes_at
    if state == DraftState.SCHEDULED and opens_at and closes_at and opens_at <= now:
        state = DraftState.OPEN
    if state in {DraftState.OPEN, DraftState.EXTENDED} and closes_at and closes_at <= now:
        state = DraftState.CLOSED
    return state


def window_of(draft: DraftRegulation, now: datetime | None = None) -> Window:
    """Return whether a draft takes comments at a moment, and otherwise why not."""
    now = now or timezone.now()
    state = state_at(draft, now)
    if rules()[state].accepts_comments:
        if draft.opens_at is None or draft.closes_at is None or now < draft.opens_at:
            return _before(draft)
        return Window(Phase.OPEN)
    if state in {DraftState.PREPARING, DraftState.SCHEDULED}:
        return _before(draft)
    if state == DraftState.SUSPENDED:
        return Window(
            Phase.BEFORE, 403, _("Việc lấy ý kiến đang tạm dừng: %(reason)s") % {"reason": draft.state_reason}
        )
    return _after(draft, state)


def may_moderate(draft: DraftRegulation, now: datetime | None = None) -> bool:
    """Whether comments may be published, masked and hidden: always once the draft was public, also long after."""
    return rules()[state_at(draft, now or timezone.now())].is_public


def may_answer(draft: DraftRegulation, now: datetime | None = None) -> bool:
    """Whether outcomes may be written: after closing, until they are published."""
    return state_at(draft, now or timezone.now()) in ANSWERABLE


def format_moment(moment: datetime) -> str:
    """Return a moment in Viet Nam as people say it: 17:00 ngày 05/02/2026."""
    local = timezone.localtime(moment, VIETNAM)
    return _("%(time)s ngày %(day)s") % {
        "time": f"{local:%H:%M}",
        "day": vietnamese.format_date(local.date()),
    }


def _before(draft: DraftRegulation) -> Window:
    if draft.opens_at is None:
        return Window(Phase.BEFORE, 403, _("Dự thảo này chưa mở lấy ý kiến; ngày mở chưa được ấn định."))
    return Window(
        Phase.BEFORE,
        403,
        _("Dự thảo này chưa nhận góp ý; bắt đầu nhận từ %(moment)s (giờ Việt Nam).")
        % {"moment": format_moment(draft.opens_at)},
    )


def _after(draft: DraftRegulation, state: str) -> Window:
    where = f"/du-thao/{draft.slug}/tiep-thu/"
    if state == DraftState.ABANDONED:
        message = _("Việc xây dựng dự thảo này đã dừng: %(reason)s") % {"reason": draft.state_reason}
    elif draft.closes_at is None:
        message = _("Dự thảo này đã hết thời hạn góp ý.")
    else:
        message = _("Đã hết thời hạn góp ý từ %(moment)s (giờ Việt Nam).") % {
            "moment": format_moment(draft.closes_at)
        }
    return Window(
        Phase.AFTER,
        410,
        f"{message} " + _("Kết quả tiếp thu, giải trình được công bố tại %(where)s") % {"where": where},
    )
