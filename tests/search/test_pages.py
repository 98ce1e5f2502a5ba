"""Pages of the tree: publishing, moving, renaming and hiding reach the index by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from search import outbox, registry
from search.enums import Kind
from search.models import OutboxEntry
from search.sources import Entry, SearchSource

Titles = Callable[..., list[str]]


class PageSource(SearchSource[Page]):
    """Plain pages that everybody may read."""

    name = "page"
    kind = Kind.PAGE
    model = Page

    def public(self) -> PageQuerySet:
        return Page.objects.live().public().filter(depth__gt=2)

    def entry(self, record: Page) -> Entry:
        path = record.url_path.removeprefix("/home")
        return Entry(kind=self.kind, object_id=str(record.pk), title=record.title, url=path)


@pytest.fixture
def section(db: None, engine: str, monkeypatch: pytest.MonkeyPatch) -> Page:
    monkeypatch.setattr(registry, "_sources", {})
    registry.register(PageSource())
    home = Page.objects.filter(depth=2).first() or Page.get_first_root_node().add_child(
        instance=Page(title="Trang chủ", slug="home")
    )
    section = home.add_child(instance=Page(title="Giới thiệu", slug="gioi-thieu"))
    section.add_child(instance=Page(title="Lịch sử tỉnh", slug="lich-su"))
    return section


def test_page_follows_publication(section: Page, titles: Titles) -> None:
    page = section.add_child(instance=Page(title="Nghị quyết", slug="nghi-quyet", live=False))
    assert titles("nghị quyết") == []
    page.save_revision().publish()
    assert titles("nghị quyết") == ["Nghị quyết"]
    page.refresh_from_db()
    page.unpublish()
    assert titles("nghị quyết") == []


def test_deleted_branch_leaves_the_index(section: Page, titles: Titles) -> None:
    assert titles("lịch sử") == ["Lịch sử tỉnh"]
    Page.objects.get(pk=section.pk).delete()
    assert titles("lịch sử") == []


def test_renamed_address_of_a_section_reaches_the_pages_below(section: Page, ask: Callable[..., Any]) -> None:
    assert ask("lịch sử").context["answer"].hits[0].url.endswith("/gioi-thieu/lich-su/")
    section.slug = "ve-chung-toi"
    section.save_revision().publish()
    assert ask("lịch sử").context["answer"].hits[0].url.endswith("/ve-chung-toi/lich-su/")


def test_renaming_is_noted_in_its_own_transaction(section: Page, titles: Titles) -> None:
    page = section.get_children().get()
    outbox.drain()
    section.slug = "ve-chung-toi"
    section.save()
    assert OutboxEntry.objects.filter(object_id=str(page.pk)).exists()


def test_moved_section_takes_the_pages_below_along(section: Page, ask: Callable[..., Any]) -> None:
    assert ask("lịch sử").context["answer"].hits[0].url.endswith("/gioi-thieu/lich-su/")
    other = section.add_sibling(instance=Page(title="Tỉnh ta", slug="tinh-ta"), pos="last-sibling")
    section.move(other, pos="last-child")
    assert ask("lịch sử").context["answer"].hits[0].url.endswith("/tinh-ta/gioi-thieu/lich-su/")


def test_moved_page_has_its_new_address(section: Page, ask: Callable[..., Any]) -> None:
    page = section.get_children().get()
    assert ask("lịch sử").context["answer"].hits[0].url.endswith("/gioi-thieu/lich-su/")
    page.move(section.get_parent(), pos="last-child")
    assert ask("lịch sử").context["answer"].hits[0].url == "/lich-su/"


def test_branch_made_private_is_hidden_with_all_below(section: Page, titles: Titles) -> None:
    assert titles("lịch sử") == ["Lịch sử tỉnh"]
    restriction = PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    assert titles("lịch sử") == []
    restriction.delete()
    assert titles("lịch sử") == ["Lịch sử tỉnh"]
