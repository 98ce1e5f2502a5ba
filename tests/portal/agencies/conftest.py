"""What the tests of agencies share."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.management import call_command


@pytest.fixture(autouse=True)
def _empty_cache():
    """A rolled back test leaves its content generation behind: no answer of it may be found by the next."""
    cache.clear()


@pytest.fixture
def shipped(db):
    """The code lists as they ship."""
    call_command("load_reference", verbosity=0)
