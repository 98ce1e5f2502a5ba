"""What every page says of its corrections."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.core.links import localized_path
from portal.core.registry import FootNote
from portal.corrections.addresses import page_address, page_path
from portal.corrections.selectors import corrected_on
from search.vietnamese import format_date


def foot_notes(request: HttpRequest) -> list[FootNote]:
    """Offer to report something wrong, and say when the page was corrected."""
    address = page_address(request.get_full_path())
    if not address or address.startswith("/dinh-chinh/bao/"):
        return []
    notes = []
    path = page_path(address)
    if day := corrected_on(path):
        query = urlencode({"trang": path})
        notes.append(
            FootNote(
                title=_("Trang này đã được đính chính ngày %(day)s.") % {"day": format_date(day)},
                url=f"{localized_path('/dinh-chinh/')}?{query}",
                is_notice=True,
            )
        )
    query = urlencode({"trang": address})
    form = f"{localized_path('/dinh-chinh/bao/')}?{query}"
    return [*notes, FootNote(title=_("Báo thông tin không chính xác"), url=form, icon="warning")]
