"""What else decides places: the age of news, whether law is in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from search.enums import Kind
from tests.search.conftest import Shelf

Titles = Callable[..., list[str]]


def test_newer_news_stand_above_older_ones_that_say_the_same(shelf: Shelf, titles: Titles) -> None:
    today = timezone.localdate()
    for days in (900, 3, 2000, 40, 2400, 200):
        shelf.add(f"Tin {days}", kind=Kind.NEWS, text="giá đất", date=today - timedelta(days=days))
    assert titles("giá đất") == ["Tin 3", "Tin 40", "Tin 200", "Tin 900", "Tin 2000", "Tin 2400"]


def test_age_of_law_does_not_count(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Luật cũ", text="giá đất giá đất", date=date(1993, 7, 14))
    shelf.add("Luật mới", text="giá đất và những điều khác nữa", date=timezone.localdate())
    assert titles("giá đất") == ["Luật cũ", "Luật mới"]


def test_law_that_expired_stands_below_law_in_force(shelf: Shelf, titles: Titles) -> None:
    shelf.add("Giá đất", text="giá đất " * 20, ended_on=date(2020, 1, 1))
    shelf.add("Quy định khác", text="Trong đó có nói đến giá đất ở một chỗ, giữa nhiều điều khác. " * 3)
    assert titles("giá đất") == ["Quy định khác", "Giá đất"]
    assert titles("gia dat") == ["Quy định khác", "Giá đất"]
    # On that day both were in force.
    shelf.books["Giá đất"]["date"] = shelf.books["Quy định khác"]["date"] = date(2018, 1, 1)
    shelf.public().get(name="Giá đất").save()
    shelf.public().get(name="Quy định khác").save()
    assert titles("giá đất", as_of="2019-12-31") == ["Giá đất", "Quy định khác"]
    assert titles("giá đất", as_of="2020-01-01") == ["Quy định khác", "Giá đất"]


def test_law_that_expired_stands_where_its_words_say_when_it_is_asked_for(
    shelf: Shelf, titles: Titles
) -> None:
    ended = ((None, "con"), (date(2020, 1, 1), "het"))
    shelf.add(
        "Giá đất", text="giá đất " * 20, number="7/2012/QĐ-UBND", ended_on=date(2020, 1, 1), statuses=ended
    )
    shelf.add("Quy định khác", text="Có nói đến giá đất, 7/2012/QĐ-UBND đã hết hiệu lực. " * 3)
    assert titles("giá đất")[0] == "Quy định khác"
    assert titles("giá đất", status="het") == ["Giá đất"]
    assert titles("7/2012/QĐ-UBND")[0] == "Giá đất"


def test_a_sentence_is_not_buried_under_weak_hits_that_are_in_force(shelf: Shelf, titles: Titles) -> None:
    text = "Lao động nữ sinh con được nghỉ thai sản sáu tháng theo quy định này."
    shelf.add("Chế độ thai sản", text=text, ended_on=date(2020, 1, 1))
    shelf.add("Nội quy lao động", text="Người lao động được nghỉ theo quy định.")
    assert titles("lao động nữ sinh con được nghỉ thai sản mấy tháng")[0] == "Chế độ thai sản"


def test_law_that_changed_its_status_often_is_found_by_the_status_of_the_day(
    shelf: Shelf, titles: Titles
) -> None:
    """More changes than an index has room for: the latest of them count, and nothing stops the index."""
    codes = ["chua", "con", "mot-phan", "ngung", "con", "mot-phan", "ngung", "con", "het"]
    statuses = tuple((date(2000 + number, 1, 1), code) for number, code in enumerate(codes))
    shelf.add("Giá đất", text="giá đất", date=date(2000, 1, 1), statuses=statuses)
    assert titles("giá đất", status="het") == ["Giá đất"]
    assert titles("giá đất", status="con", as_of="2007-06-01") == ["Giá đất"]
    assert titles("giá đất", status="het", as_of="2007-06-01") == []
