"""axe-core finds nothing, no page is wider than its screen, asks other sites or breaks its own policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import ConsoleMessage, Page

from tests.e2e.accessibility import violations
from tests.e2e.running_site import RunningSite

PAGES = {
    "home": "/",
    "home in English": "/en/",
    "news": "/tin-tuc/",
    "documents": "/van-ban/",
    "documents, refused filter": "/van-ban/?type=khong-co",
    "a long document": "/van-ban/so/63-bc-vpubnd",
    "gazette": "/cong-bao/",
    "search results": "/tim-kiem/?q=gi%C3%A1+%C4%91%E1%BA%A5t",
    "not found": "/khong-co-trang-nay/",
    "API documentation": "/api/v1/docs",
}
#: A list and the link in it that leads to the page.
FIRST_OF_LIST = {
    "article": ("/tin-tuc/", ".card__title a"),
    "document with articles": ("/van-ban/?status=con-hieu-luc", ".document-row__heading a"),
    "gazette issue": ("/cong-bao/", ".gazette-list a"),
}


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of, such as a broken content security policy."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            found.append(message.text)

    page.on("console", note)
    return found


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_is_accessible(page, demo_site, complaints, path):
    assert violations(page, demo_site.address + path) == []
    assert complaints == []


@pytest.mark.parametrize(("path", "link"), FIRST_OF_LIST.values(), ids=FIRST_OF_LIST)
def test_first_page_of_a_list_is_accessible(page, demo_site, complaints, path, link):
    page.goto(demo_site.address + path)
    target = page.locator(link).first.get_attribute("href")
    assert violations(page, f"{demo_site.address}{target}") == []
    assert complaints == []


class _FailingServer(SimpleHTTPRequestHandler):
    """Answers every address with the page of errors; only static files are there."""

    def __init__(self, *args: object, answer: bytes, **kwargs: object) -> None:
        self._answer = answer
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def do_GET(self) -> None:  # the name that http.server calls
        if self.path.startswith("/static/"):
            self.path = self.path.removeprefix("/static")
            super().do_GET()
            return
        self.send_response(500)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self._answer)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def failing_address(demo_site: RunningSite, settings) -> Iterator[str]:
    """A server whose every page is the one that Django answers to a crash: no request, no database."""
    files = demo_site.data_dir / "static"
    settings.STATIC_ROOT = files
    answer = render_to_string("500.html").encode()
    handler = partial(_FailingServer, answer=answer, directory=str(Path(files)))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_page_of_errors_is_accessible_without_request_or_database(page, complaints, failing_address):
    assert violations(page, failing_address) == []
    assert page.get_by_role("heading", level=1).inner_text() == "Cổng đang gặp lỗi"
    assert [text for text in complaints if "status of 500" not in text] == []
