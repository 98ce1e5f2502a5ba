"""The desk's panel: how many questions wait, and how many are overdue."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from portal.questions.selectors import backlog
from portal.questions.services.actors import actor_of


class QuestionsPanel(Component):
    """Counts with links, for the office."""

    name = "questions"
    template_name = "portal/questions/desk/panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the counts; nothing for whoever has nothing to do with questions."""
        actor = actor_of(parent_context["request"].user)
        is_office = actor is not None and actor.agency_id is None
        return {"backlog": backlog() if is_office else None}
