"""A small library to search in, and an index of its own for every test."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.test import Client
from django.utils.html import strip_tags
from elasticsearch import Elasticsearch

from search import outbox, registry
from search.enums import Kind
from search.sources import Entry, SearchSource
from search.vietnamese import slugify
from tests.conftest import needed


class Shelf(SearchSource[Group]):
    """Stands for any room: rows of a table whose entries are kept in a dictionary by name."""

    name = "shelf"
    kind = Kind.DOCUMENT
    model = Group
    batch_size = 7

    def __init__(self) -> None:
        self.books: dict[str, dict[str, Any]] = {}
        self.withdrawn: set[str] = set()
        self.unreadable: set[str] = set()

    def public(self) -> QuerySet[Group]:
        return Group.objects.filter(name__in=self.books).exclude(name__in=self.withdrawn)

    def entry(self, record: Group) -> Entry:
        if record.name in self.unreadable:
            raise RuntimeError("this book cannot be opened")
        fields = {"kind": self.kind, "title": record.name, "url": f"/sach/{slugify(record.name)}/"}
        return Entry(object_id=str(record.pk), **fields | self.books[record.name])

    def add(self, title: str, **fields: Any) -> Group:
        self.books[title] = fields
        return Group.objects.create(name=title)


def _chosen(metafunc: pytest.Metafunc) -> set[str]:
    """Return the parameters that a test sets by itself."""
    return {mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test of behaviour on both engines; one that looks into the files of the embedded one, on that."""
    if "engine" in metafunc.fixturenames and "engine" not in _chosen(metafunc):
        names: list[Any] = ["tantivy"]
        if "index_dir" not in metafunc.fixturenames:
            names.append(pytest.param("elasticsearch", marks=pytest.mark.elasticsearch))
        metafunc.parametrize("engine", names, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[str]:
    """An engine with an index of its own."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    if request.param == "tantivy":
        yield "tantivy"
        return
    settings.SEARCH_HOSTS = [needed("TEST_SEARCH_URL", "Elasticsearch")]
    settings.SEARCH_INDEX_PREFIX = f"test-{uuid.uuid4().hex}"
    yield "elasticsearch"
    client = Elasticsearch(settings.SEARCH_HOSTS)
    names = list(client.indices.get(index=f"{settings.SEARCH_INDEX_PREFIX}-*", features="aliases"))
    if names:
        client.indices.delete(index=",".join(names))
    client.options(ignore_status=404).indices.delete_index_template(
        name=f"{settings.SEARCH_INDEX_PREFIX}-entries"
    )


@pytest.fixture
def index_dir(settings: Any, tmp_path: Path) -> Path:
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    return tmp_path / "search"


@pytest.fixture
def shelf(db: None, engine: str, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    source = Shelf()
    monkeypatch.setattr(registry, "_sources", {})
    registry.register(source)
    return source


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """Bring waiting changes into the index, ask the page, and return the response."""

    def ask(q: str = "", **params: Any) -> Any:
        outbox.drain(10_000)
        return client.get("/tim-kiem/", {"q": q} | params)

    return ask


@pytest.fixture
def titles(ask: Callable[..., Any]) -> Callable[..., list[str]]:
    """Ask the page and return the titles that it shows, in order."""

    def titles(q: str = "", **params: Any) -> list[str]:
        response = ask(q, **params)
        assert response.status_code == 200, strip_tags(response.content.decode())
        answer = response.context.get("answer")
        return [hit.title for hit in answer.hits] if answer else []

    return titles
