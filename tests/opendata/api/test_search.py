"""Search through the API."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from search import outbox
from tests.factories.documents import LegalDocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client: Client, settings: Any, tmp_path: Any) -> Any:
    settings.SEARCH_INDEX_DIR = tmp_path / "search"

    def get(path: str, **params: Any) -> Any:
        outbox.drain(10_000)
        return client.get(f"/api/v1/{path}", params)

    return get


def test_hit_has_the_fields_of_the_contract(get: Any) -> None:
    document = LegalDocumentFactory(
        number="24/2021/QĐ-UBND", summary="Về bảng giá đất", issued_on=date(2021, 8, 30), text="giá đất ở"
    )
    answer = get("search", q="gia dat").json()
    assert {"count", "next", "previous", "took_ms", "engine", "suggestion", "results", "facets"} == set(
        answer
    )
    (hit,) = answer["results"]
    assert hit["id"] == str(document.pk)
    assert hit["number"] == "24/2021/QĐ-UBND"
    assert hit["date"] == "2021-08-30"
    assert "<mark>giá đất</mark>" in hit["highlights"][0]
    assert set(answer["facets"]) == {"kind", "type", "agency", "field", "status", "year"}
    assert answer["facets"]["kind"] == [{"code": "document", "label": "Văn bản", "count": 1}]


@pytest.mark.parametrize("path", ["search", "search/suggest"])
def test_an_unchanged_answer_is_not_sent_again(get: Any, client: Client, path: str) -> None:
    LegalDocumentFactory(number="24/2021/QĐ-UBND", summary="Về bảng giá đất")
    first = get(path, q="24")
    for name, condition in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
        again = client.get(f"/api/v1/{path}", {"q": "24"}, headers={condition: first[name]})
        assert again.status_code == 304, name
    LegalDocumentFactory(number="24/2022/QĐ-UBND", summary="Về bảng giá đất")
    # Until the index holds the change, no date promises that nothing changed.
    assert "Last-Modified" not in client.get(f"/api/v1/{path}", {"q": "24"})
    assert get(path, q="24")["ETag"] != first["ETag"]


def test_articles_are_hits_of_their_own_when_asked_for(get: Any) -> None:
    document = LegalDocumentFactory(number="24/2021/QĐ-UBND", summary="Bảng giá", text="")
    document.articles.create(
        position="1", number="1", anchor="dieu-1", title="Phạm vi", text="ruộng lúa", source_id="a1"
    )
    document.articles.create(
        position="2", number="2", anchor="dieu-2", title="Giá", text="giá đất ở đô thị", source_id="a2"
    )
    outbox.enqueue("document", document.pk)
    (hit,) = get("search", q="đất đô thị", unit="passage").json()["results"]
    assert (hit["source_id"], hit["anchor"]) == ("a2", "dieu-2")
    (whole,) = get("search", q="đất đô thị").json()["results"]
    assert (whole["id"], whole["anchor"]) == (str(document.pk), "dieu-2")
    assert whole["url"].endswith("#dieu-2")


@pytest.mark.parametrize(
    "params", [{"nothing": "1"}, {"kind": "x"}, {"unit": "x"}, {"from": "1.1"}, {"page": "0"}, {"sort": "x"}]
)
def test_bad_parameter_is_refused(get: Any, params: dict[str, str]) -> None:
    response = get("search", q="giá", **params)
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == next(iter(params))


def test_period_and_status_of_a_day(get: Any) -> None:
    LegalDocumentFactory(
        number="1/QĐ-UBND", summary="Giá cũ", issued_on=date(2019, 1, 1), effective_on=date(2019, 1, 1),
        expired_on=date(2021, 1, 1),
    )  # fmt: skip
    LegalDocumentFactory(
        number="2/QĐ-UBND", summary="Giá mới", issued_on=date(2021, 1, 1), effective_on=date(2021, 1, 1)
    )
    now = get("search", q="giá", status="con-hieu-luc").json()
    assert [hit["number"] for hit in now["results"]] == ["2/QĐ-UBND"]
    assert {option["code"]: option["count"] for option in now["facets"]["status"]} == {
        "con-hieu-luc": 1, "het-hieu-luc-toan-bo": 1,
    }  # fmt: skip
    then = get("search", q="giá", as_of="2020-06-01", status="con-hieu-luc").json()
    assert [hit["number"] for hit in then["results"]] == ["1/QĐ-UBND"]
    assert get("search", **{"q": "giá", "from": "2020-01-01"}).json()["count"] == 1


def test_suggestions_begin_with_what_is_typed(get: Any) -> None:
    LegalDocumentFactory(number="24/2021/QĐ-UBND", summary="Về bảng giá đất")
    for typed in ("bang gi", "24/20", "giá đ"):
        (found,) = get("search/suggest", q=typed).json()["results"]
        assert found["number"] == "24/2021/QĐ-UBND"


def test_unknown_word_is_corrected(get: Any) -> None:
    LegalDocumentFactory(summary="Quyết định về bảng giá đất")
    answer = get("search", q="quyeets định").json()
    assert (answer["count"], answer["suggestion"]) == (0, "quyết định")


def test_engine_that_is_down_is_an_outage(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.SEARCH_HOSTS = ["http://127.0.0.1:9"]
    for path in ("search?q=a", "search/suggest?q=a"):
        response = client.get(f"/api/v1/{path}")
        assert response.status_code == 503
        assert response["Content-Type"] == "application/problem+json"
        assert int(response["Retry-After"]) > 0
    assert client.get("/tim-kiem/?q=a").status_code == 503
    assert client.get("/readyz").status_code == 200
    assert client.get("/readyz").json()["search"] == "down"
