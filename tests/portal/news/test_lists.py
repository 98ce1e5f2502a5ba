"""Lists of news and their filters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.core import generation
from tests.factories.agencies import AgencyFactory
from tests.factories.core import PortalImageFactory
from tests.factories.news import MORNING, NewsCategoryFactory, NewsPageFactory, many_news
from tests.helpers import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]


def titles(response):
    assert response.status_code == 200, response.content.decode()
    return [link.text for link in parsed(response).select(".with-sidebar__main .card__title a")]


def test_newest_first_twenty_a_page_and_how_many(client):
    many_news(45)
    first = client.get("/tin-tuc/")
    assert titles(first) == [f"Tin số {number}" for number in range(44, 24, -1)]
    assert parsed(first).select_one(".results-bar__count strong").text == "45"
    assert titles(client.get("/tin-tuc/?page=3")) == [f"Tin số {number}" for number in range(4, -1, -1)]
    assert client.get("/tin-tuc/?page=4").status_code == 404


def test_items_of_one_moment_keep_one_order_over_pages(client):
    many_news(40, published_at=MORNING)
    shown = titles(client.get("/tin-tuc/")) + titles(client.get("/tin-tuc/?page=2"))
    assert len(set(shown)) == 40


def test_a_category_holds_its_own_news_those_below_and_further_ones(client):
    parent = NewsCategoryFactory(code="kinh-te", name_vi="Kinh tế")
    child = NewsCategoryFactory(code="nong-nghiep", name_vi="Nông nghiệp", parent=parent)
    other = NewsCategoryFactory(code="xa-hoi", name_vi="Xã hội")
    NewsPageFactory(title="Của mục", category=parent, published_at=MORNING)
    NewsPageFactory(title="Của mục con", category=child, published_at=MORNING + timedelta(hours=1))
    further = NewsPageFactory(title="Của hai mục", category=other, published_at=MORNING + timedelta(hours=2))
    further.more_categories.add(child)
    further.save()
    assert titles(client.get("/tin-tuc/kinh-te/")) == ["Của hai mục", "Của mục con", "Của mục"]
    assert titles(client.get("/tin-tuc/?category=nong-nghiep")) == ["Của hai mục", "Của mục con"]
    assert titles(client.get("/tin-tuc/xa-hoi/")) == ["Của hai mục"]
    page = parsed(client.get("/tin-tuc/nong-nghiep/"))
    assert page.select_one("h1").text == "Nông nghiệp"
    assert page.select_one(".page-header__kicker a")["href"] == "/tin-tuc/kinh-te/"


def test_a_category_that_moves_takes_its_news_along(client):
    first, second = NewsCategoryFactory(code="mot"), NewsCategoryFactory(code="hai")
    child = NewsCategoryFactory(code="con", parent=first)
    NewsPageFactory(title="Tin", category=child)
    child.parent = second
    child.save()
    assert titles(client.get("/tin-tuc/mot/")) == []
    assert titles(client.get("/tin-tuc/hai/")) == ["Tin"]


@pytest.fixture
def three(site):
    agency = AgencyFactory(code="SNN", name_vi="Sở Nông nghiệp")
    NewsPageFactory(title="Giá cà phê Đắk Nông", summary="Niên vụ mới", agency=agency)
    tagged = NewsPageFactory(title="Họp báo", published_at=MORNING + timedelta(days=1))
    tagged.tags.add("Cà phê")
    tagged.save()
    NewsPageFactory(title="Lễ hội", published_at=MORNING + timedelta(days=2))


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=dak+nong", ["Giá cà phê Đắk Nông"]),
        ("q=NIEN+vụ+gia", ["Giá cà phê Đắk Nông"]),
        ("q=khong+co", []),
        ("agency=SNN", ["Giá cà phê Đắk Nông"]),
        ("tag=ca-phe", ["Họp báo"]),
        ("published_from=2024-05-03", ["Lễ hội", "Họp báo"]),
        ("published_to=2024-05-02", ["Giá cà phê Đắk Nông"]),
        ("published_from=03/05/2024&published_to=03/05/2024", ["Họp báo"]),
        ("q=&category=&agency=", ["Lễ hội", "Họp báo", "Giá cà phê Đắk Nông"]),
    ],
)
def test_filters(client, query, found):
    assert titles(client.get(f"/tin-tuc/?{query}")) == found


@pytest.mark.usefixtures("three")
def test_a_day_ends_at_midnight_in_viet_nam(client):
    NewsPageFactory(title="Khuya", published_at=MORNING.replace(hour=16, minute=59))
    NewsPageFactory(title="Qua ngày", published_at=MORNING.replace(hour=17))
    assert "Khuya" in titles(client.get("/tin-tuc/?published_to=2024-05-02"))
    assert "Qua ngày" not in titles(client.get("/tin-tuc/?published_to=2024-05-02"))


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "query",
    [
        "published_from=hom-qua",
        "q=%00",
        "category=khong-co",
        "agency=khong-co",
        "published_from=2024-05-03&published_to=2024-05-01",
    ],
)
def test_what_is_not_understood_is_told_at_its_field(client, query):
    response = client.get(f"/tin-tuc/?{query}")
    assert response.status_code == 400
    assert parsed(response).select(".field__error")


@pytest.mark.usefixtures("three")
def test_each_filter_in_force_can_be_taken_away(client):
    page = parsed(client.get("/tin-tuc/?q=ca+phe&agency=SNN&page=1"))
    chips = {chip["href"] for chip in page.select(".active-filters .chip")}
    assert chips == {"/tin-tuc/?agency=SNN", "/tin-tuc/?q=ca+phe"}


@pytest.mark.usefixtures("three")
def test_feeds_take_the_filters_along(client):
    page = parsed(client.get("/tin-tuc/?q=ca+phe&published_from=01/01/2024"))
    feed = page.select_one("link[type='application/rss+xml']")["href"]
    assert feed == "/tin-tuc/rss.xml?q=ca+phe&published_from=2024-01-01"


def test_an_empty_list_says_so(client):
    assert "Chưa có tin" in parsed(client.get("/tin-tuc/")).select_one(".empty-state").text
    NewsPageFactory()
    empty = parsed(client.get("/tin-tuc/?q=khong")).select_one(".empty-state")
    assert empty.select_one("a")["href"] == "/tin-tuc/"


def test_cover_images_stand_in_the_list(client):
    NewsPageFactory(cover_image=PortalImageFactory())
    assert parsed(client.get("/tin-tuc/")).select_one(".card__image img")["src"].endswith(".webp")


def test_a_publication_raises_the_generation(client):
    before = generation.current()
    news = NewsPageFactory()
    after = generation.current()
    news.unpublish()
    assert before < after < generation.current()


def test_the_list_in_english_names_categories_in_english(client):
    NewsCategoryFactory(code="kinh-te", name_vi="Kinh tế", name_en="Economy")
    assert parsed(client.get("/en/tin-tuc/kinh-te/")).select_one("h1").text == "Economy"
