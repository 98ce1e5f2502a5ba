"""The public list of documents, as somebody without a mouse uses it."""

from __future__ import annotations

from tests.e2e.pages.base import SitePage

_LONGEST_WAY = 80


class DocumentList(SitePage):
    """The list of documents with its filters."""

    path = "/van-ban/"

    @property
    def focused(self) -> str:
        """The words of the element that has the focus: its label or its own text."""
        return str(
            self.page.evaluate(
                "(() => { const it = document.activeElement;"
                " return (it.labels?.length ? it.labels[0].innerText : it.innerText || it.ariaLabel || '').trim(); })()"
            )
        )

    @property
    def has_visible_focus(self) -> bool:
        """Whether the focused element has a ring that can be seen."""
        return bool(
            self.page.evaluate(
                "(() => { const style = getComputedStyle(document.activeElement);"
                " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; })()"
            )
        )

    def tab_to(self, words: str) -> None:
        """Press Tab until the element with these words has the focus; every stop on the way shows it."""
        for _step in range(_LONGEST_WAY):
            self.page.keyboard.press("Tab")
            assert self.has_visible_focus, f"nobody sees that “{self.focused}” has the focus"
            if self.focused == words:
                return
        raise AssertionError(f"“{words}” is not reached with the Tab key")
