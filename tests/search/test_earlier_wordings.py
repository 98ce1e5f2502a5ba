"""A search of a past day finds and shows what was written then; one without a day knows only what is written now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from search import outbox
from search.enums import Kind
from search.services import suggest
from search.sources import Passage
from tests.search.conftest import Shelf

Ask = Callable[..., Any]
CHANGED, AGAIN = date(2021, 7, 1), date(2023, 1, 1)


def passage(text: str, **days: Any) -> Passage:
    return Passage(unit="dieu-5", label="Điều 5.", title="Thẩm quyền", text=text, **days)


def law(shelf: Shelf) -> None:
    shelf.add(
        "Luật Giá", kind=Kind.DOCUMENT, date=date(2015, 1, 1), number="1/2015/QH13",
        passages=(
            Passage(unit="dieu-1", label="Điều 1.", title="Phạm vi", text="Luật này quy định về giá."),
            passage("Ủy ban nhân dân cấp xã quyết định.", held_from=AGAIN),
        ),
        earlier=(
            passage("Hội đồng nhân dân quyết định.", held_until=CHANGED),
            passage("Sở Tài chính quyết định.", held_from=CHANGED, held_until=AGAIN),
        ),
    )  # fmt: skip
    outbox.drain(100)


def found(ask: Ask, words: str, **params: Any) -> list[tuple[str | None, str, Any]]:
    hits = ask(words, **params).context["answer"].hits
    return [(hit.anchor, " ".join(hit.highlights), hit.held_until) for hit in hits]


def test_each_day_has_its_wording(shelf: Shelf, ask: Ask) -> None:
    law(shelf)
    expected = {
        ("hội đồng", "2016-01-01"): CHANGED,
        ("hội đồng", "2021-06-30"): CHANGED,
        ("sở tài chính", "2021-07-01"): AGAIN,
        ("sở tài chính", "2022-12-31"): AGAIN,
        ("cấp xã", "2023-01-01"): None,
        ("cấp xã", ""): None,
    }
    for unit in ("record", "passage"):
        for (words, day), until in expected.items():
            for other in ("hội đồng", "sở tài chính", "cấp xã"):
                hits = found(ask, f'"{other}"', as_of=day, unit=unit)
                assert len(hits) == (1 if other == words else 0), (other, day, unit)
            [(anchor, text, held_until)] = found(ask, f'"{words}"', as_of=day, unit=unit)
            assert anchor == "dieu-5"
            assert "<mark>" in text
            assert held_until == until


def test_a_record_is_one_hit_on_every_day_and_leads_to_that_day(shelf: Shelf, ask: Ask) -> None:
    law(shelf)
    for day in ("", "2016-01-01", "2021-07-01", "2024-01-01"):
        response = ask("luật giá", as_of=day)
        assert response.context["answer"].count == 1
        assert [option.count for option in response.context["answer"].facets["kind"]] == [1]
        body = response.content.decode()
        assert (f"?as_of={day}#" in body or f'?as_of={day}"' in body) == bool(day)
    assert len(suggest("luật g", 5)) == 1
    body = ask('"sở tài chính"', as_of="2022-01-01").content.decode()
    assert "Lời văn đến trước ngày 01/01/2023." in body


def test_a_wording_that_began_later_says_so(shelf: Shelf, ask: Ask) -> None:
    shelf.add(
        "Luật Đất đai", kind=Kind.DOCUMENT, date=date(2013, 1, 1),
        passages=(passage("Ủy ban nhân dân cấp tỉnh quyết định.", begun_on=CHANGED),),
    )  # fmt: skip
    said = "Lời văn có từ ngày 01/07/2021; cổng không có lời văn trước đó."
    for unit in ("record", "passage"):
        assert said in ask("cấp tỉnh quyết định", as_of="2021-06-30", unit=unit).content.decode()
        assert said not in ask("cấp tỉnh quyết định", as_of="2021-07-01", unit=unit).content.decode()
        assert said not in ask("cấp tỉnh quyết định", unit=unit).content.decode()


def test_a_change_takes_earlier_rows_out_of_the_index(shelf: Shelf, ask: Ask) -> None:
    law(shelf)
    shelf.books["Luật Giá"]["earlier"] = ()
    shelf.public().get(name="Luật Giá").save()
    assert found(ask, '"sở tài chính"', as_of="2022-01-01") == []
    assert len(found(ask, '"hội đồng"', as_of="2016-01-01")) == 0
