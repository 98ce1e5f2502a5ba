"""The editors' door."""

from __future__ import annotations

from tests.e2e.pages.base import SitePage
from tests.e2e.running_site import PASSWORD, USER


class LoginPage(SitePage):
    """The form that asks for name and password."""

    path = "/quan-tri/login/"

    def log_in(self, user: str = USER, password: str = PASSWORD) -> None:
        """Fill the form and send it."""
        self.open()
        self.page.locator("#id_username").fill(user)
        self.page.locator("#id_password").fill(password)
        self.page.locator("form button[type=submit]").click()
        self.page.wait_for_load_state()
