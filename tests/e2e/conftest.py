"""A real server and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.running_site import RunningSite
from tests.mail_servers import SmtpServer, smtp_server

_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def _serve(folder: Path, **variables: str) -> Iterator[RunningSite]:
    site = RunningSite(folder, **variables)
    try:
        site.start()
        yield site
        site.stop()
    finally:
        site.end_by_force()


@pytest.fixture(scope="session")
def post_office() -> Iterator[SmtpServer]:
    """The mail server of the site without demonstration content."""
    with smtp_server() as server:
        yield server


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory, post_office: SmtpServer) -> Iterator[RunningSite]:
    """A serving site without demonstration content."""
    yield from _serve(tmp_path_factory.mktemp("empty") / "var", EMAIL_URL=post_office.url)


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """A serving site with the demonstration province."""
    for site in _serve(tmp_path_factory.mktemp("demo") / "var", DEMO="1"):
        site.await_search()
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = shutil.which("chromium")
    if program is None:
        sentence = "Chromium is not installed (package chromium)"
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    # Playwright keeps a loop in this thread; Django would take that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who was never here: no cookie, Vietnamese, a laptop's screen."""
    context = browser.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Iterator[Page]:
    """A tab whose scripts must not fail and which must not ask other sites for anything."""
    page = browser_context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(request.url) if _is_foreign(request.url) else None)
    yield page
    assert errors == []


def _is_foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))
