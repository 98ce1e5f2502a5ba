"""Where the activity report plugs into the rest of the portal."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.registry import MenuItem


def footer_links() -> Iterable[MenuItem]:
    """Return the way to the report of this year."""
    return (MenuItem(title=_("Báo cáo hoạt động của cổng"), path=f"/bao-cao/{timezone.localdate().year}/"),)
