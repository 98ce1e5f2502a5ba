"""The editors' desk: what every form of Wagtail has, found by the words that an editor reads."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator

from tests.e2e.pages.base import SitePage


class DeskPage(SitePage):
    """A page of the editors' desk."""

    path = "/quan-tri/"

    def field(self, label: str) -> Locator:
        """Find a field by its label, an obligatory one by its label without the star."""
        return self.page.locator(
            f"xpath=//*[@id=//label[normalize-space(translate(., '*', ''))='{label}']/@for][1]"
        ).first

    def tab(self, name: str) -> None:
        """Turn to a tab of the form."""
        self.page.get_by_role("tab", name=name).first.click()

    def press(self, button: str) -> None:
        """Press the button that sends the form; the less common ones stand in a menu beside the first."""
        named = self.page.locator("footer").get_by_role("button", name=button, exact=True)
        if not named.is_visible():
            self.page.locator("footer").get_by_role("button", name="Thao tác khác").click()
        with self.page.expect_navigation():
            named.click()

    def choose_from_window(self, opener: Locator, search: str, choice: str) -> None:
        """Choose a record in the window that a button opens."""
        opener.click()
        window = self.page.get_by_role("dialog").last
        window.get_by_role("textbox").first.fill(search)
        window.get_by_role("link", name=choice, exact=True).first.click()
        window.wait_for(state="hidden")

    def upload_in_window(self, opener: Locator, path: Path, title: str) -> None:
        """Upload a file in the window that a button opens."""
        opener.click()
        window = self.page.get_by_role("dialog").last
        window.get_by_role("tab", name="Đăng tải").click()
        panel = window.get_by_role("tabpanel", name="Đăng tải")
        panel.locator("input[type=file]").set_input_files(path)
        panel.get_by_role("textbox", name="Tiêu đề").fill(title)
        panel.get_by_role("button", name="Đăng tải").click()
        window.wait_for(state="hidden")

    @property
    def messages(self) -> str:
        """What the desk says about the last action."""
        return self.page.locator(".messages").inner_text()
