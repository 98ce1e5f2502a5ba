"""The outbox: every change arrives, none is lost, none does harm when it arrives twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from search import outbox, registry
from search.engines import get_engine, tantivy
from search.models import OutboxEntry
from tests.search.conftest import Shelf

Titles = Callable[..., list[str]]


class Failure(Exception):
    """Stands for anything that ends a transaction."""


def test_saved_and_deleted_record_is_noted(shelf: Shelf, titles: Titles) -> None:
    book = shelf.add("Giá đất")
    assert titles("giá") == ["Giá đất"]
    book.delete()
    assert titles("giá") == []


def test_changed_record_is_replaced(shelf: Shelf, titles: Titles) -> None:
    book = shelf.add("Giá đất")
    assert titles("giá") == ["Giá đất"]
    shelf.books["Giá điện"] = {}
    book.name = "Giá điện"
    book.save()
    assert titles("giá") == ["Giá điện"]
    assert get_engine().status().entry_count == 1


def test_withdrawn_record_leaves_the_index(shelf: Shelf, titles: Titles) -> None:
    book = shelf.add("Giá đất")
    assert titles("giá") == ["Giá đất"]
    shelf.withdrawn.add("Giá đất")
    book.save()
    assert titles("giá") == []


def test_changed_relation_is_noted(shelf: Shelf) -> None:
    book = shelf.add("Giá đất")
    outbox.drain()
    book.permissions.add(Permission.objects.all()[:1].get())
    assert OutboxEntry.objects.filter(object_id=str(book.pk)).exists()


def test_relation_changed_from_its_other_end_is_noted(shelf: Shelf) -> None:
    book = shelf.add("Giá đất")
    outbox.drain()
    permission = Permission.objects.all()[:1].get()
    permission.group_set.add(book)
    assert OutboxEntry.objects.filter(object_id=str(book.pk)).exists()


def test_rolled_back_transaction_leaves_nothing(shelf: Shelf, titles: Titles) -> None:
    outbox.drain()

    def write_and_fail() -> None:
        with transaction.atomic():
            shelf.add("Giá đất")
            outbox.enqueue_many("shelf", range(10))
            raise Failure

    with pytest.raises(Failure):
        write_and_fail()
    assert not OutboxEntry.objects.exists()
    assert titles("giá") == []


def test_bulk_writer_notes_thousands_at_once(
    shelf: Shelf, titles: Titles, django_assert_max_num_queries: Any
) -> None:
    outbox.drain()
    shelf.books |= {f"Giá {number}": {} for number in range(2500)}
    Group.objects.bulk_create(Group(name=name) for name in shelf.books)
    ids = list(shelf.public().values_list("pk", flat=True))
    with django_assert_max_num_queries(20):
        outbox.enqueue_many("shelf", ids)
    assert titles("giá 1234") == ["Giá 1234"]
    assert get_engine().status().entry_count == 2500


def test_draining_twice_changes_nothing(shelf: Shelf, titles: Titles) -> None:
    book = shelf.add("Giá đất")
    outbox.drain()
    for _ in range(3):
        outbox.enqueue("shelf", book.pk)
    assert outbox.drain() == 3
    assert outbox.drain() == 0
    assert titles("giá") == ["Giá đất"]
    assert get_engine().status().entry_count == 1


def test_drain_takes_the_oldest_first_and_no_more_than_asked(shelf: Shelf) -> None:
    outbox.drain()
    books = [shelf.add(f"Giá {number}") for number in range(5)]
    assert outbox.drain(2) == 2
    assert list(OutboxEntry.objects.values_list("object_id", flat=True)) == [
        str(book.pk) for book in books[2:]
    ]
    assert outbox.drain() == 3


def test_drain_of_a_missing_index_builds_it_from_the_database(shelf: Shelf, titles: Titles) -> None:
    shelf.books["Giá đất"] = {}
    Group.objects.bulk_create([Group(name="Giá đất")])
    assert not OutboxEntry.objects.exists()
    assert titles("giá") == ["Giá đất"]


def test_failing_engine_keeps_the_entries_and_backs_off(
    shelf: Shelf, titles: Titles, index_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outbox.drain()
    (meta,) = index_dir.glob("*/meta.json")
    content = meta.read_bytes()
    meta.write_bytes(b"{")
    shelf.add("Giá đất")
    assert outbox.drain() == 0
    entry = OutboxEntry.objects.get()
    assert entry.attempts == 1
    assert timezone.now() < entry.not_before <= timezone.now() + outbox.MAX_BACKOFF
    assert "1 changes wait" in caplog.text
    meta.write_bytes(content)
    assert outbox.drain() == 0, "it is not due yet"
    OutboxEntry.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert titles("giá") == ["Giá đất"]
    assert not OutboxEntry.objects.exists()


def test_pause_between_tries_never_grows_beyond_its_bound(shelf: Shelf, index_dir: Path) -> None:
    outbox.drain()
    shelf.add("Giá đất")
    (meta,) = index_dir.glob("*/meta.json")
    meta.write_bytes(b"{")
    for _ in range(20):
        OutboxEntry.objects.update(not_before=timezone.now() - timedelta(seconds=1))
        outbox.drain()
    entry = OutboxEntry.objects.get()
    assert entry.attempts == 20
    assert entry.not_before <= timezone.now() + outbox.MAX_BACKOFF


def test_unreadable_record_delays_no_other(shelf: Shelf, titles: Titles) -> None:
    outbox.drain()
    shelf.add("Giá một")
    shelf.add("Giá hỏng")
    shelf.add("Giá ba")
    shelf.unreadable.add("Giá hỏng")
    assert set(titles("giá")) == {"Giá một", "Giá ba"}
    assert OutboxEntry.objects.get().attempts == 1
    shelf.unreadable.clear()
    OutboxEntry.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert set(titles("giá")) == {"Giá một", "Giá hỏng", "Giá ba"}


def test_second_worker_leaves_the_index_to_the_first(
    shelf: Shelf, titles: Titles, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.drain()
    monkeypatch.setattr(tantivy, "WRITE_WAIT_SECONDS", 0.1)
    shelf.add("Giá đất")
    with get_engine().writing():
        assert outbox.drain() == 0
        assert OutboxEntry.objects.get().attempts == 0
    assert titles("giá") == ["Giá đất"]


def test_worker_killed_before_the_entries_are_struck_off_repeats_them(
    shelf: Shelf, titles: Titles, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.drain()
    shelf.add("Giá đất")

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.delete", die)
        with pytest.raises(KeyboardInterrupt):
            outbox.drain()
    assert OutboxEntry.objects.count() == 1
    assert titles("giá") == ["Giá đất"]
    assert get_engine().status().entry_count == 1


def test_entries_of_a_source_that_is_gone_take_its_records_from_the_index(
    shelf: Shelf, titles: Titles, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = shelf.add("Giá đất")
    assert titles("giá") == ["Giá đất"]
    monkeypatch.setattr(registry, "_sources", {})
    outbox.enqueue("shelf", book.pk)
    assert titles("giá") == []
    assert not OutboxEntry.objects.exists()


def test_backlog_tells_how_much_waits_since_when(shelf: Shelf) -> None:
    assert outbox.backlog() == outbox.Backlog(count=0, oldest=None)
    shelf.add("Giá đất")
    backlog = outbox.backlog()
    assert backlog.count == 1
    assert backlog.oldest is not None
    assert backlog.oldest <= timezone.now()
