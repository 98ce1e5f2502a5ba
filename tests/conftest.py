"""Fixtures and switches of all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation
from wagtail.models import Site

from tests import mail_servers
from tests.mail_servers import Mailbox, SmtpServer


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--e2e", action="store_true", help="run the journeys in a browser on a real server too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--e2e"):
        return
    journeys = [item for item in items if item.get_closest_marker("e2e")]
    items[:] = [item for item in items if not item.get_closest_marker("e2e")]
    config.hook.pytest_deselected(items=journeys)


def needed(name: str, what: str) -> str:
    """Return what `make test` says about a server; without it skip, or in CI fail."""
    value = os.environ.get(name, "")
    if value:
        return value
    sentence = f"{what} is not at hand: `make services` starts it, `make test` hands it over in {name}"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """A rolled back test leaves its content generation behind: no answer of it may be found by the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _language() -> None:
    """A request leaves its language to the thread: what the next test does without one is in the portal's own."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def redis_url() -> str:
    """The address of a real Redis server."""
    return needed("TEST_CACHE_URL", "Redis")


@pytest.fixture
def site(db: None) -> Site:
    """The first pages, languages and groups."""
    call_command("setup_site", verbosity=0)
    return Site.objects.get()


@pytest.fixture
def reference_data(db: None) -> None:
    """The code lists as they ship."""
    call_command("load_reference", verbosity=0)


@pytest.fixture
def smtp(settings) -> Iterator[SmtpServer]:
    """A real SMTP server, to which the site sends its mail."""
    with mail_servers.smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = mail_servers.LOOPBACK, server.port
        yield server


@pytest.fixture(scope="session")
def _imap_server() -> Iterator[Mailbox]:
    with mail_servers.imap_server() as mailbox:
        yield mailbox


@pytest.fixture
def mailbox(settings, _imap_server: Mailbox) -> Mailbox:
    """An empty mailbox on a real IMAP server, which the site looks into."""
    _imap_server.empty()
    settings.INBOX = mail_servers.inbox_settings(_imap_server.port)
    return _imap_server
