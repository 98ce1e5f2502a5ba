"""Something to follow."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal.core import following
from portal.core.following import Followable
from portal.core.intake import form_tokens
from tests.portal.alerts.people import Place


@pytest.fixture
def place(monkeypatch) -> Place:
    found = Place()
    registered = following.Registry("followable")
    registered.register("thu", Followable(pattern=re.compile(r"/thu/([a-z]+)/"), find=found.find))
    monkeypatch.setattr(following, "followables", registered)
    monkeypatch.setattr(form_tokens, "LEAST", timedelta(0))
    return found
