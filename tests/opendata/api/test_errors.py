"""The one error shape."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from opendata.api import documents

pytestmark = pytest.mark.django_db

SHAPE = {"type", "title", "status", "detail"}


def problem(response, status):
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) - {"errors"} == SHAPE
    assert body["status"] == status
    assert "Accept-Language" in response["Vary"]
    return body


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=abc", "page"),
        ("page=", "page"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("page=1&page=2", "page"),
        ("type=khong-co", "type"),
        ("agency=khong-co", "agency"),
        ("field=khong-co", "field"),
        ("collection=khong-co", "collection"),
        ("status=khong-co", "status"),
        ("sort=title", "sort"),
        ("issued_from=2021-13-01", "issued_from"),
        ("issued_from=2021-02-30", "issued_from"),
        ("issued_to=01/02/2021", "issued_to"),
        ("issued_to=1612137600", "issued_to"),
        ("issued_from=2021-02-01&issued_to=2021-01-01", "issued_to"),
        ("as_of=now", "as_of"),
        ("as_of=", "as_of"),
        (f"q={'x' * 201}", "q"),
        ("typ=bao-cao", "typ"),
        ("Type=bao-cao", "Type"),
        ("type%5B%5D=bao-cao", "type[]"),
    ],
)
def test_a_bad_or_unknown_parameter_is_a_400_that_names_it(client, query, field):
    body = problem(client.get(f"/api/v1/documents?{query}"), 400)
    assert [error["field"] for error in body["errors"]] == [field]
    assert all(error["message"] for error in body["errors"])
    assert field in body["detail"]


def test_an_unknown_parameter_is_told_the_accepted_ones(client):
    [error] = problem(client.get("/api/v1/gazette/issues?foo=1"), 400)["errors"]
    assert "published_from" in error["message"]
    [error] = problem(client.get("/api/v1/news/1?foo=1"), 400)["errors"]
    assert error["field"] == "foo"


def test_every_bad_parameter_is_named_at_once(client):
    body = problem(client.get("/api/v1/documents?page=0&status=a&issued_from=x"), 400)
    assert {error["field"] for error in body["errors"]} == {"page", "status", "issued_from"}


def test_a_hostile_value_is_never_a_500(client):
    for value in ("%00", "%27%20OR%201=1--", "%F0%9F%98%80", "%ED%A0%80", "%25", "%E1%BA%A1" * 60):
        for name in ("q", "number", "type", "agency"):
            assert client.get(f"/api/v1/documents?{name}={value}").status_code in {200, 400}


@pytest.mark.parametrize(
    "path",
    ["/api/v1/khong-co", "/api/v1/documents/", "/api/v1/documents/x", "/api/v1/news/1", "/api/v1/Documents"],
)
def test_an_unknown_address_is_a_404_of_the_same_shape(client, path):
    problem(client.get(path), 404)


def test_a_page_past_the_end_is_a_404(client):
    assert "99" in problem(client.get("/api/v1/documents?page=99"), 404)["detail"]
    problem(client.get(f"/api/v1/documents?page={'9' * 40}"), 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_another_method_is_a_405_that_names_the_allowed_ones(client, method):
    response = getattr(client, method)("/api/v1/documents")
    problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_a_fault_of_ours_is_a_500_without_a_trace(monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(documents, "find_documents", fail)
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.ERROR):
        response = client.get("/api/v1/documents")
    body = problem(response, 500)
    assert "secret detail" not in str(body)
    assert response["Cache-Control"] == "no-store"
    assert "secret detail" in caplog.text


def test_errors_speak_english_to_who_prefers_it(client):
    vietnamese = problem(client.get("/api/v1/documents?page=0"), 400)
    response = client.get("/api/v1/documents?page=0", headers={"accept-language": "en-GB,en;q=0.9,vi;q=0.5"})
    problem(response, 400)
    assert vietnamese["title"] == "Yêu cầu không hợp lệ"
    assert response["Content-Language"] == "en"
    for header in ("vi,en;q=0.5", "fr", "*", ";;;,", "x" * 5000):
        response = client.get("/api/v1/documents?page=0", headers={"accept-language": header})
        assert problem(response, 400)["title"] == "Yêu cầu không hợp lệ"
