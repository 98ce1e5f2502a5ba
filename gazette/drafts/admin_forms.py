"""The editors' form of a draft: once it is open, its window is moved by the page of its state alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from gazette.drafts.enums import DraftState
from gazette.drafts.services.states import is_shorter, regime_for

#: States in which the window may still be typed.
_FREE = {DraftState.PREPARING, DraftState.SCHEDULED}


class DraftForm(WagtailAdminModelForm):
    """Refuses dates that would pass by the table and its reasons."""

    def clean(self) -> dict[str, Any]:
        """Keep the window of an open draft, and the minimum of a scheduled one."""
        data: dict[str, Any] = super().clean() or {}
        if self.instance.state not in _FREE:
            for name in ("opens_at", "closes_at"):
                kept, typed = getattr(self.instance, name), data.get(name)
                # The field shows no seconds: the same minute is the same moment.
                if _minute(kept) == _minute(typed):
                    data[name] = kept
                else:
                    message = _("Dự thảo đã mở lấy ý kiến; hãy dùng chức năng gia hạn ở trang trạng thái.")
                    self.add_error(name, message)
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        draft = self.instance
        if draft.state != DraftState.SCHEDULED or self.errors:
            return
        rule = regime_for(draft)
        if draft.opens_at is None or draft.closes_at is None:
            self.add_error(None, ValidationError(_("Thiếu lúc mở hoặc lúc kết thúc lấy ý kiến.")))
        elif rule and is_shorter(draft) and not draft.short_reason.strip():
            message = _("Thời hạn ngắn hơn %(days)s ngày theo %(basis)s; hãy ghi lý do rút ngắn.")
            self.add_error("short_reason", message % {"days": rule.amount, "basis": rule.legal_basis})


def _minute(moment: datetime | None) -> datetime | None:
    return moment.replace(second=0, microsecond=0) if moment else None
