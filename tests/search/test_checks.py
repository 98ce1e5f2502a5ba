"""A page or record type that search does not know of is noticed at the start."""

from __future__ import annotations

import pytest

from portal.home.models import PlainPage
from portal.news.models import NewsPage
from search import checks, registry


def test_every_type_of_this_portal_is_declared() -> None:
    assert checks.every_model_declares_a_source() == []


def test_type_without_a_source_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = {name: one for name, one in registry._sources.items() if one.model is not NewsPage}
    monkeypatch.setattr(registry, "_sources", sources)
    (error,) = checks.every_model_declares_a_source()
    assert (error.id, error.obj) == ("search.E001", NewsPage)
    monkeypatch.setattr(registry, "_excluded", registry._excluded | {NewsPage: "a test"})
    assert checks.every_model_declares_a_source() == []


def test_exclusion_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="why"):
        registry.exclude(PlainPage, "")
