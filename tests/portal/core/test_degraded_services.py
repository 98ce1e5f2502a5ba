"""A cache that is down makes the site slower, never unreachable; counters are shared by all processes."""

from __future__ import annotations

import pytest
from django.core.cache import cache, caches

from opendata.api.rate_limits import count_request
from portal.core import rate_limits
from portal.settings.environment import _cache
from tests.factories.news import NewsPageFactory


@pytest.fixture
def cache_of(settings):
    """Have the caches on other backends, as the settings would make them."""

    def use(**backends):
        settings.CACHES = settings.CACHES | backends
        forget()

    def forget():
        for name in ("default", "counters"):
            if hasattr(caches._connections, name):
                del caches[name]

    yield use
    forget()


@pytest.fixture
def dead_cache(cache_of, settings):
    """Have every cache on a server that is not there."""
    dead = _cache("redis://127.0.0.1:1/0")
    settings.RATE_LIMIT = 30
    cache_of(default=dead, counters=dead)


@pytest.mark.django_db
@pytest.mark.usefixtures("site", "dead_cache")
def test_every_page_answers_without_the_cache_server(client):
    NewsPageFactory()
    assert cache.get("anything") is None
    for address in ("/", "/tin-tuc/", "/van-ban/", "/cong-bao/", "/api/v1/documents", "/tin-tuc/rss.xml"):
        assert client.get(address).status_code == 200, address


@pytest.mark.django_db
@pytest.mark.usefixtures("site", "dead_cache")
def test_readiness_tells_the_cache_apart(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() | {"status": "ok", "database": "ok", "cache": "down"} == answer.json()


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
def test_readiness_names_every_service(client):
    assert {"status", "database", "cache", "search", "mail"} <= client.get("/readyz").json().keys()


def test_all_processes_count_an_address_together(cache_of, settings, tmp_path, monkeypatch):
    settings.RATE_LIMIT = 30
    now = rate_limits.time.time()
    monkeypatch.setattr(rate_limits.time, "time", lambda: now)  # no new minute begins in between
    counters = {"BACKEND": "diskcache.DjangoCache", "LOCATION": str(tmp_path), "SHARDS": 1}
    for expected in (1, 2, 3):
        cache_of(counters=counters)  # a process of its own holds nothing in memory
        assert count_request("192.0.2.1").used == expected
    assert count_request("192.0.2.2").used == 1
