"""What the editors' interface refuses beyond the form's own checks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from gazette.drafts.enums import DraftState
from gazette.drafts.models import DraftRegulation


def refuse_deleting_public(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Refuse to delete a draft that was ever public or commented on: abandon it with a reason instead."""
    kept = [
        str(draft)
        for draft in instances
        if isinstance(draft, DraftRegulation)
        and (draft.state != DraftState.PREPARING or draft.submissions.exists())
    ]
    if not kept:
        return None
    messages.error(
        request,
        _("Không xóa được dự thảo đã công khai: %(names)s. Hãy chuyển sang trạng thái dừng và ghi lý do.")
        % {"names": "; ".join(kept[:5])},
    )
    return redirect(DraftRegulation.snippet_viewset.get_url_name("list"))
