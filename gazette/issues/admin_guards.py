"""What the editors' interface refuses or warns of, beyond the form's own checks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from gazette.issues.models import GazetteIssue


def refuse_deleting_published(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Refuse to delete an issue that was ever published: its address must go on telling what became of it."""
    published = [
        str(issue)
        for issue in instances
        if isinstance(issue, GazetteIssue) and issue.first_published_at is not None
    ]
    if not published:
        return None
    messages.error(
        request,
        _(
            "Không xóa được số Công báo đã từng đăng: %(names)s. Hãy ghi lý do và gỡ xuống; địa chỉ cũ sẽ nêu lý do."
        )
        % {"names": "; ".join(published[:5])},
    )
    return redirect(GazetteIssue.snippet_viewset.get_url_name("list"))


def warn_of_unusual_date(request: HttpRequest, instance: Model) -> None:
    """Tell the editor that the day of publication lies outside the issue's year; it may be right."""
    if isinstance(instance, GazetteIssue) and not instance.is_dated_in_its_year:
        messages.warning(
            request,
            _("Ngày đăng không thuộc năm %(year)s của số Công báo. Hãy kiểm tra lại.")
            % {"year": instance.year},
        )
