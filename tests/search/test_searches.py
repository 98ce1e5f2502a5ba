"""The log of searches: what was asked, found and opened, and nothing of who did."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from search import searches
from search.learning.registry import TrainingPair
from search.models import SearchClick, SearchCount
from search.training_pairs import ClickSource
from tests.search.conftest import Shelf

Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nothing_waits(db: None) -> None:
    searches.write()
    SearchCount.objects.all().delete()


def counts() -> dict[str, tuple[int, int]]:
    searches.write()
    return {row.query: (row.asked, row.found) for row in SearchCount.objects.all()}


def test_searches_are_counted_folded_and_by_day(shelf: Shelf, ask: Ask) -> None:
    shelf.add("Giá đất")
    for query in ("Giá đất", "gia DAT", "không hề có"):
        ask(query)
    ask("giá đất", kind="document")
    ask("")
    assert counts() == {"gia dat": (2, 1), "khong he co": (1, 0)}
    assert SearchCount.objects.first().day == timezone.localdate()


@pytest.mark.parametrize(
    "text", ["ông A 0912 345 678", "a@b.vn", "079012345678", "012345678", "0912.345.678 giá"]
)
def test_personal_data_is_never_kept(shelf: Shelf, ask: Ask, text: str) -> None:
    response = ask(text)
    assert "data-opened=" not in response.content.decode()
    assert counts() == {}


def test_opened_result_is_counted_with_its_place_once_a_reader(
    shelf: Shelf, ask: Ask, client: Client
) -> None:
    for number in range(3):
        shelf.add(f"Giá đất {number}")
    tokens = re.findall(r'data-opened="([^"]+)"', ask("giá đất").content.decode())
    assert len(tokens) == 3
    for _ in range(5):
        assert client.post("/tim-kiem/mo/", {"t": tokens[1]}).status_code == 204
    assert client.post("/tim-kiem/mo/", {"t": tokens[2]}, REMOTE_ADDR="10.0.0.9").status_code == 204
    searches.write()
    assert sorted(SearchClick.objects.values_list("query", "count", "places")) == [
        ("gia dat", 1, 2),
        ("gia dat", 1, 3),
    ]
    (row,) = searches.most_asked(timezone.localdate())
    assert (row.query, row.asked, row.found, row.clicks, row.mean_place) == ("gia dat", 1, 3, 2, 2.5)


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "x" * 100_000])
def test_forged_click_is_refused(shelf: Shelf, client: Client, token: str) -> None:
    assert client.post("/tim-kiem/mo/", {"t": token}).status_code == 400
    assert client.get("/tim-kiem/mo/").status_code == 405


def test_clicks_teach_what_a_query_means(shelf: Shelf) -> None:
    book = shelf.add("Chế độ thai sản", text="nghỉ sáu tháng")
    for query, count in (("nghi de", 3), ("hoc phi", 2)):
        SearchClick.objects.create(
            query=query, source="shelf", object_id=str(book.pk), count=count, last_on=timezone.localdate()
        )
    SearchClick.objects.create(query="x", source="gone", object_id="1", count=9, last_on=timezone.localdate())
    assert list(ClickSource().pairs()) == [
        TrainingPair(short="nghi de", long="Chế độ thai sản\nnghỉ sáu tháng")
    ]


def test_old_figures_are_forgotten(db: None) -> None:
    old = timezone.localdate() - timedelta(days=searches.KEPT_DAYS + 1)
    SearchCount.objects.create(day=old, query="cu", asked=1)
    SearchCount.objects.create(day=timezone.localdate(), query="moi", asked=1)
    assert searches.forget_old() == 1
    assert SearchCount.objects.get().query == "moi"


def test_report_tells_editors_what_is_asked_and_not_found(shelf: Shelf, ask: Ask, client: Client) -> None:
    call_command("setup_site", verbosity=0)
    ask("bản đồ quy hoạch")
    searches.write()
    shelf.add("Còn chờ")
    client.force_login(get_user_model().objects.create_superuser("bien-tap", "b@x.vn", "x"))
    html = client.get("/quan-tri/bao-cao-tim-kiem/").content.decode()
    assert html.count(">ban do quy hoach</a>") == 2
    assert "Còn 1 thay đổi chờ" in html
    assert client.get("/quan-tri/bao-cao-tim-kiem/?days=7").status_code == 200
    for name in ("synonymgroup", "pinnedresult"):
        for view in ("", "add/", "?q=gia"):
            assert client.get(f"/quan-tri/snippets/search/{name}/{view}").status_code == 200, (name, view)
