"""A cluster that is down: the site says so, notes every change, and is up to date once the cluster is back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from search import comparison, outbox
from search.models import OutboxEntry
from tests.search.conftest import Shelf

_NOBODY = ["http://127.0.0.1:9"]


@pytest.mark.parametrize(
    "engine", [pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)], indirect=True
)
def test_nothing_is_lost_while_the_cluster_is_down(shelf: Shelf, client: Client, settings: Any) -> None:
    books = [shelf.add(f"Giá {number}") for number in range(100)]
    outbox.drain()
    hosts = settings.SEARCH_HOSTS
    settings.SEARCH_HOSTS = _NOBODY
    for number, book in enumerate(books):
        if number % 3 == 0:
            book.delete()
        elif number % 3 == 1:
            shelf.books[book.name]["text"] = "đã sửa"
            book.save()
    for number in range(100, 200):
        shelf.add(f"Giá {number}")
    noted = OutboxEntry.objects.count()
    assert noted >= 166
    assert outbox.drain(10_000) == 0
    assert OutboxEntry.objects.count() == noted
    assert client.get("/tim-kiem/", {"q": "giá"}).status_code == 503
    assert client.get("/api/v1/search", {"q": "giá"}).status_code == 503
    assert client.get("/readyz").status_code == 200

    settings.SEARCH_HOSTS = hosts
    OutboxEntry.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    outbox.drain(10_000)
    assert not OutboxEntry.objects.exists()
    assert comparison.compare().is_equal
    assert client.get("/tim-kiem/", {"q": "giá"}).context["answer"].count == 166
