"""What all pages have in common."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.running_site import RunningSite


class SitePage:
    """A page of the site, opened by its path."""

    path = "/"

    def __init__(self, page: Page, site: RunningSite) -> None:
        self.page = page
        self.site = site

    def open(self, path: str = "") -> int:
        """Open the page and return the status of the answer."""
        response = self.page.goto(self.site.address + (path or self.path))
        assert response is not None
        return response.status

    @property
    def heading(self) -> str:
        """The text of the page's heading."""
        return self.page.get_by_role("heading", level=1).first.inner_text()
