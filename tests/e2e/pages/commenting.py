"""Commenting on a draft with the keys alone."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.pages.base import SitePage


class CommentPage(SitePage):
    """The form, the look back and the receipt of a sending."""

    def tab_to(self, selector: str, *, most: int = 120) -> None:
        """Press Tab until the element has the focus, as somebody without a mouse does."""
        for _press in range(most):
            self.page.keyboard.press("Tab")
            if self.page.locator(f"{selector}:focus").count():
                return
        raise AssertionError(f"the keys do not lead to {selector}")

    def write(self, anchor: str, text: str) -> None:
        """Open the part of an article and write into its field."""
        self.tab_to(f"#{anchor} > summary")
        if not self.page.locator(f"#{anchor}[open]").count():
            self.page.keyboard.press("Enter")
        self.tab_to(f"textarea[name='text-{anchor}']")
        self.page.keyboard.type(text)

    def agree_and_look_back(self) -> None:
        """Tick the consent and go on."""
        self.tab_to("input[name='consent']")
        self.page.keyboard.press("Space")
        self.tab_to("button[name='preview']")
        self.page.keyboard.press("Enter")
        self.page.locator("button[name='send']").wait_for()

    def send(self) -> str:
        """Send and return the receipt."""
        self.tab_to("button[name='send']")
        self.page.keyboard.press("Enter")
        receipt = self.page.locator("[data-receipt]")
        receipt.wait_for()
        return receipt.inner_text().strip()


def answer_all(page: Page, outcome: str, explanation: str) -> None:
    """Choose every comment on the desk's page of answers and write one answer for them."""
    for box in page.locator("input[name='comment']").all():
        box.check()
    page.locator("select[name='outcome']").select_option(label=outcome)
    page.locator("textarea[name='explanation']").fill(explanation)
    submit(page)


def submit(page: Page) -> None:
    """Send the form of a page of the desk and wait for what follows."""
    with page.expect_navigation():
        page.locator("form[data-desk] button[type='submit']").click()
