"""`search_index`: rebuild, sync and status."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from search import health, outbox
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.models import OutboxEntry
from tests.search.conftest import Shelf

Titles = Callable[..., list[str]]


def run(action: str) -> str:
    out = StringIO()
    call_command("search_index", action, stdout=out)
    return out.getvalue()


def stored(client: Client) -> dict[str, tuple[Any, ...]]:
    response = client.get("/tim-kiem/", {"q": "", "kind": ["document"], "page_size": 100})
    return {
        hit.object_id: (hit.title, hit.number, hit.date, hit.url) for hit in response.context["answer"].hits
    }


def fill(shelf: Shelf) -> None:
    books = [
        shelf.add(f"Giá {number}", number=f"{number}/2021/QĐ-UBND", text="nội dung") for number in range(40)
    ]
    outbox.drain()
    for book in books[::3]:
        book.delete()
    for book in books[1::3]:
        shelf.books[book.name]["text"] = "đã sửa"
        book.save()
    shelf.withdrawn.add(books[2].name)
    books[2].save()


def test_rebuild_equals_sync(shelf: Shelf, client: Client) -> None:
    fill(shelf)
    run("sync")
    synced = stored(client)
    run("rebuild")
    assert stored(client) == synced
    assert len(synced) == shelf.count() == get_engine().status().entry_count


def test_rebuild_serves_the_old_index_until_the_swap(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Giá cũ")
    assert titles("giá") == ["Giá cũ"]
    shelf.books["Giá mới"] = {}
    Group.objects.bulk_create([Group(name="Giá mới")])
    with get_engine().rebuilding() as writer:
        writer.replace(
            "shelf", [], list(shelf.entries([str(pk) for pk in Group.objects.values_list("pk", flat=True)]))
        )
        assert get_engine().status().entry_count == 1
    assert get_engine().status().entry_count == 2


def test_interrupted_rebuild_changes_nothing_and_leaves_no_rubbish(
    shelf: Shelf, titles: Titles, index_dir: Path
) -> None:
    shelf.add("Giá đất")
    assert titles("giá") == ["Giá đất"]
    with pytest.raises(KeyboardInterrupt), get_engine().rebuilding():
        raise KeyboardInterrupt
    assert titles("giá") == ["Giá đất"]
    run("rebuild")
    assert titles("giá") == ["Giá đất"]
    assert len([path for path in index_dir.iterdir() if path.is_dir()]) == 1


def test_change_made_during_a_rebuild_is_not_lost(
    shelf: Shelf, titles: Titles, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.add("Giá đất")
    read = shelf.ids

    def ids() -> Any:
        yield from read()
        shelf.add("Giá điện")

    monkeypatch.setattr(shelf, "ids", ids)
    run("rebuild")
    assert OutboxEntry.objects.count() == 1
    assert set(titles("giá")) == {"Giá đất", "Giá điện"}


def test_rebuild_strikes_off_what_the_new_index_contains(shelf: Shelf) -> None:
    shelf.add("Giá đất")
    assert "1 records" in run("rebuild")
    assert not OutboxEntry.objects.exists()


def test_rebuild_notes_what_could_not_be_read(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Giá đất")
    shelf.add("Giá hỏng")
    shelf.unreadable.add("Giá hỏng")
    run("rebuild")
    assert OutboxEntry.objects.count() == 1
    shelf.unreadable.clear()
    assert set(titles("giá")) == {"Giá đất", "Giá hỏng"}


def test_index_of_an_older_format_is_built_anew(shelf: Shelf, titles: Titles, index_dir: Path) -> None:
    shelf.add("Giá đất")
    assert titles("giá") == ["Giá đất"]
    pointer = index_dir / "current"
    (index_dir / pointer.read_text()).rename(index_dir / "0000000000-1")
    pointer.write_text("0000000000-1")
    with pytest.raises(EngineUnavailable):
        health.check()
    assert titles("giá") == ["Giá đất"]


def test_sync_reports_what_still_waits(shelf: Shelf) -> None:
    outbox.drain()
    shelf.add("Giá hỏng")
    shelf.unreadable.add("Giá hỏng")
    with pytest.raises(CommandError, match="1 changes still wait"):
        run("sync")


def test_status_tells_backlog_and_counts(shelf: Shelf) -> None:
    shelf.add("Giá đất")
    run("sync")
    shelf.add("Giá điện")
    report = run("status")
    assert "waiting changes: 1" in report
    assert "entries in the index: 1" in report
    assert "shelf: 2 public records" in report


def test_status_without_an_index_is_an_error_in_one_sentence(shelf: Shelf) -> None:
    with pytest.raises(CommandError, match="search_index rebuild"):
        run("status")


def test_health_is_good_once_there_is_an_index(shelf: Shelf) -> None:
    with pytest.raises(EngineUnavailable):
        health.check()
    outbox.drain()
    health.check()


def test_compare_finds_what_differs_and_what_is_left_over(shelf: Shelf) -> None:
    fill(shelf)
    run("sync")
    assert "equals" in run("compare")
    changed, gone = shelf.public().order_by("pk")[:2]
    shelf.books[changed.name]["text"] = "đã sửa mà không báo"
    Group.objects.filter(pk=gone.pk)._raw_delete("default")
    with pytest.raises(CommandError, match="1 records differ, 1 rows are left over"):
        run("compare")
