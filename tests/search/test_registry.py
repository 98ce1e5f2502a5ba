"""Sources: a duplicate fails loudly, reading goes in batches."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from search import registry
from tests.search.conftest import Shelf


def test_second_source_of_one_name_fails(shelf: Shelf) -> None:
    class SameName(Shelf):
        model = Permission  # type: ignore[assignment]

    with pytest.raises(registry.AlreadyRegistered, match="shelf"):
        registry.register(SameName())


def test_second_source_of_one_model_fails(shelf: Shelf) -> None:
    class SameModel(Shelf):
        name = "other"

    with pytest.raises(registry.AlreadyRegistered, match="Group"):
        registry.register(SameModel())


def test_ids_come_in_batches_and_once_each(shelf: Shelf) -> None:
    books = [shelf.add(f"Giá {number}") for number in range(20)]
    batches = list(shelf.ids())
    assert [len(batch) for batch in batches] == [7, 7, 6]
    assert [pk for batch in batches for pk in batch] == [str(book.pk) for book in books]
