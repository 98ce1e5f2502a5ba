"""The editors' desk: what every form of Wagtail has."""

from __future__ import annotations

from tests.e2e.pages.base import SitePage


class DeskPage(SitePage):
    """A page of the editors' desk."""

    path = "/quan-tri/"

    def fill(self, field: str, value: str) -> None:
        """Fill a field by its name in the form."""
        self.page.locator(f"#id_{field}").fill(value)

    def choose(self, field: str, label: str) -> None:
        """Choose an entry of a list by its text."""
        self.page.locator(f"#id_{field}").select_option(label=label)

    def attach(self, field: str, path: str) -> None:
        """Attach a file."""
        self.page.locator(f"#id_{field}").set_input_files(path)

    def submit(self, action: str = "") -> None:
        """Send the form; `action` is the name of a button that stands in the menu of actions."""
        if action:
            button = self.page.locator(f"button[name={action}], button[value={action}]").first
            if not button.is_visible():
                self.page.locator("footer [data-controller~=w-dropdown] > button").first.click()
            button.click()
        else:
            self.page.locator("footer button[type=submit]:visible").first.click()
        self.page.wait_for_load_state()

    @property
    def messages(self) -> str:
        """What the desk says about the last action."""
        return self.page.locator(".messages").inner_text()
