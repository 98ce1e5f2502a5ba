"""What waits past its deadline, on the editors' first page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from gazette.issues.selectors import late_intake


class LatePanel(Component):
    """Documents of the register that the gazette should have published."""

    name = "gazette_late"
    template_name = "gazette/issues/admin/late.html"
    order = 150

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the late documents, for those who may see the register."""
        request = (parent_context or {}).get("request")
        if request is None or not request.user.has_perm("issues.view_intakeentry"):
            return {"late": []}
        return {"late": late_intake(timezone.localdate())}
