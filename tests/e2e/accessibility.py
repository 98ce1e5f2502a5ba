"""axe-core on a page as a reader sees it: light and dark, on a phone and on a laptop."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCREENS = {"phone": (360, 740), "laptop": (1280, 900)}
SCHEMES = ("light", "dark")
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def violations(page: Page, address: str) -> list[str]:
    """Return what axe-core finds on a page, in every scheme and on every screen, as one line each."""
    found = []
    for scheme in SCHEMES:
        for screen, (width, height) in SCREENS.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address)
            results: Any = Axe().run(page, options=_RULES)
            found += [
                f"{scheme}, {screen}: {violation['id']}: {violation['help']}: {node['html'][:200]}"
                for violation in results.response["violations"]
                for node in violation["nodes"]
            ]
            if _is_wider_than_screen(page):
                found.append(f"{scheme}, {screen}: the page is wider than the screen")
    return found


def _is_wider_than_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
