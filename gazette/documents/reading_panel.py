"""What editors are told of a document's text: how its files were read, and what of its structure was recognised."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from gazette.documents.enums import ReadingState
from gazette.documents.file_selectors import reading_states
from gazette.documents.structure import parse

_TONES = {ReadingState.READ: "success", ReadingState.WAITING: "info"}


class ReadingPanel(Panel):
    """A panel that only tells."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one document."""

        template_name = "gazette/documents/admin/reading_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Add the files with their states and a sentence on the structure."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["readings"] = [
                {
                    "title": title,
                    "state": text.get_state_display() if text else ReadingState.WAITING.label,
                    "tone": _TONES.get(ReadingState(text.state), "warning") if text else "info",
                    "problem": text.problem if text else "",
                    "page_count": text.page_count if text else 0,
                    "percent": text.confidence_percent if text and text.is_machine_read else None,
                }
                for title, text in reading_states(self.instance)
            ]
            context["structure"] = self._structure(self.instance.text or "")
            return context

        @staticmethod
        def _structure(text: str) -> str:
            if not text.strip():
                return ""
            structure = parse(text)
            divisions = sum(unit.is_division for unit in structure.units())
            if not structure.articles:
                return _("Không nhận ra điều nào trong toàn văn; trang hiện toàn văn như đã nhập.")
            return _("Nhận ra %(articles)d điều và %(divisions)d phần, chương, mục.") % {
                "articles": len(structure.articles),
                "divisions": divisions,
            }
