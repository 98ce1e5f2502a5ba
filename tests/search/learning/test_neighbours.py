"""Neighbours in meaning, read from the learned layer and the database, whatever the engine does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from search import registry
from search.learning import learning
from search.learning.registry import TrainingPair
from search.services import nearest_units, similar_ids
from search.sources import Passage
from tests.search.conftest import Shelf


@pytest.fixture
def library(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Five books about two matters; returns their ids by title."""
    settings.SEARCH_INDEX_DIR = tmp_path
    shelf = Shelf()
    monkeypatch.setattr(registry, "_sources", {})
    registry.register(shelf)
    parts = tuple(Passage(unit=f"dieu-{n}", title="", text=text) for n, text in enumerate(
        ("Việc hộ tịch trẻ em", "Việc đăng ký thường trú tại nơi ở"), 1
    ))  # fmt: skip
    return {
        title: str(shelf.add(title, **fields).pk)
        for title, fields in {
            "hộ khẩu": {"text": "Việc đăng ký thường trú"},
            "thường trú": {"text": "Việc đăng ký thường trú được thực hiện"},
            "nơi ở": {"text": "đăng ký thường trú tại nơi"},
            "bằng lái": {"text": "giấy phép điều khiển phương tiện"},
            "Luật chung": {"passages": parts},
        }.items()
    }


def test_without_a_layer_nothing_is_near(library: dict[str, str]) -> None:
    assert similar_ids("shelf", library["hộ khẩu"], 3) == []
    assert nearest_units("shelf", library["hộ khẩu"], [(library["Luật chung"], "dieu-1")], 3) == []


def test_what_means_the_same_is_near_and_nothing_else(
    library: dict[str, str], pairs: list[TrainingPair]
) -> None:
    learning.learn(pairs, learning.site_entries(), index_version="1")
    near = similar_ids("shelf", library["hộ khẩu"], 5)
    assert {library["thường trú"], library["nơi ở"]} <= set(near)
    assert not {library["hộ khẩu"], library["bằng lái"]} & set(near)
    assert len(similar_ids("shelf", library["hộ khẩu"], 1)) == 1
    units = [(library["Luật chung"], f"dieu-{number}") for number in (1, 2)]
    assert nearest_units("shelf", library["hộ khẩu"], units, 2)[0] == units[1]
    assert similar_ids("shelf", "999999", 3) == []
