"""`search_index learn`, seen from the command line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test.utils import override_settings

from search.learning import learning, registry, store
from search.learning.registry import TrainingPair, TrainingSource

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def site(tmp_path: Path):
    with override_settings(SEARCH_INDEX_DIR=tmp_path):
        call_command("search_index", "rebuild", verbosity=0, stdout=StringIO())
        yield tmp_path


def test_a_site_with_little_text_is_told_so(site: Path) -> None:
    with pytest.raises(CommandError, match="too few to learn from"):
        call_command("search_index", "learn", verbosity=0)
    assert store.live() is None


def test_what_rooms_offer_is_learned_and_used(
    site: Path, pairs: list[TrainingPair], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Offered(TrainingSource):
        name = "offered"

        def pairs(self):
            return iter(pairs)

    monkeypatch.setattr(registry, "_sources", {})
    registry.register(Offered())
    with pytest.raises(registry.AlreadyRegistered):
        registry.register(Offered())
    out = StringIO()
    call_command("search_index", "learn", verbosity=0, stdout=out)
    assert "320 pairs" in out.getvalue()
    live = store.live()
    assert live is not None
    assert len(live.vectors) == len(list(learning.site_entries()))


def test_labels_that_cannot_be_read_are_said(site: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="labels"):
        call_command("search_index", "learn", labels=[tmp_path / "none", tmp_path / "none"], verbosity=0)
