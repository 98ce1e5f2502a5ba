"""Answers given before the framework is asked: the same as the framework's, and never stale."""

from __future__ import annotations

from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings as site_settings
from django.core.handlers.wsgi import WSGIHandler

from portal.core.serving import front_cache
from portal.core.serving.front_cache import FrontCache
from tests.factories.documents import LegalDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


class Reader:
    """Asks as a server does, and knows how often the framework was asked."""

    def __init__(self) -> None:
        self.asked = 0
        handler = WSGIHandler()

        def application(environ, start_response):
            self.asked += 1
            return handler(environ, start_response)

        self.cache = FrontCache(application)

    def __call__(self, path: str, *, method: str = "GET", query: str = "", **headers: str):
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "wsgi.input": BytesIO(),
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        setup_testing_defaults(environ)
        told: list = []
        body = b"".join(
            self.cache(environ, lambda status, fields, *rest: told.extend([status, dict(fields)]))
        )
        return int(told[0][:3]), told[1], body


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize("path", ["/van-ban/", "/van-ban/atom.xml", "/api/v1/documents", "/sitemap.xml"])
def test_the_second_answer_is_the_first_one_without_the_framework(reader, path):
    LegalDocumentFactory()
    first, second = reader(path), reader(path)
    assert (first, reader.asked) == (second, 1)
    assert second[0] == 200
    assert "default-src 'self'" in second[1]["Content-Security-Policy"]


def test_a_publication_is_seen_at_once(reader):
    reader("/van-ban/")
    LegalDocumentFactory(summary="Vừa đăng xong")
    assert "Vừa đăng xong" in reader("/van-ban/")[2].decode()


def test_what_did_not_change_is_a_304(reader):
    etag = reader("/api/v1/documents")[1]["ETag"]
    status, headers, body = reader("/api/v1/documents", if_none_match=f'"other", W/{etag}')
    assert (status, body, headers["ETag"], reader.asked) == (304, b"", etag, 1)
    assert "Content-Length" not in headers
    assert reader("/api/v1/documents", if_none_match='"other"')[0] == 200
    LegalDocumentFactory()
    assert reader("/api/v1/documents", if_none_match=etag)[0] == 200


def test_a_head_has_the_headers_alone(reader):
    whole = reader("/van-ban/")
    assert reader("/van-ban/", method="HEAD") == (200, whole[1], b"")
    assert reader.asked == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": f"{site_settings.SESSION_COOKIE_NAME}=x"},
        {"range": "bytes=0-9"},
        {"if_modified_since": "Mon, 01 Jan 2024 00:00:00 GMT"},
        {"authorization": "Basic eDp5"},
        {"x_forwarded_proto": "https"},
        {"host": "localhost"},
    ],
)
def test_what_is_not_plainly_the_same_request_goes_through(reader, headers):
    reader("/van-ban/")
    reader("/van-ban/", **headers)
    assert reader.asked == 2


def test_a_post_and_another_language_of_the_api_go_through(reader):
    reader("/api/v1/agencies", query="page=999")
    reader("/api/v1/documents")
    reader("/api/v1/documents", accept_language="en")
    assert reader("/api/v1/documents", method="POST")[0] == 405
    assert reader.asked == 4


def test_errors_and_private_answers_are_never_kept(reader):
    for path in ("/khong-co/", "/quan-tri/login/", "/healthz", "/api/v1/challenge"):
        reader(path)
        reader(path)
    assert reader.asked == 8


def test_an_answer_is_given_for_a_minute_only(reader, monkeypatch):
    reader("/van-ban/")
    monkeypatch.setattr(front_cache.time, "time", lambda: 4e9)
    reader("/van-ban/")
    assert reader.asked == 2


def test_every_answer_of_the_api_counts(reader, settings):
    settings.RATE_LIMIT = 3
    left = [reader("/api/v1/documents")[1]["RateLimit-Remaining"] for _ in range(3)]
    assert (left, reader.asked) == (["2", "1", "0"], 1)
    status, headers, _body = reader("/api/v1/documents")
    assert (status, headers["RateLimit-Remaining"]) == (429, "0")
    assert int(headers["Retry-After"]) > 0


def test_no_more_is_kept_than_fits(reader, monkeypatch):
    monkeypatch.setattr(front_cache, "MOST_BYTES", 60_000)
    for number in range(1, 5):
        reader("/van-ban/", query=f"number={number}")
    assert reader.cache._bytes <= 60_000
    reader("/van-ban/", query="number=4")
    assert reader.asked == 4
    reader("/van-ban/", query="number=1")
    assert reader.asked == 5
