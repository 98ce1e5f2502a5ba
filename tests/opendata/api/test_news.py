"""News in the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from wagtail.models import PageViewRestriction

from portal.news.models import NewsCategory, NewsIndexPage
from tests.opendata.records import NOON, add_news

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site", "reference_data")]


@pytest.fixture
def news():
    return add_news(
        title="Chuyển đổi số ở Đắk Nông",
        summary="Tóm tắt của tin.",
        category=NewsCategory.objects.filter(parent=None).first(),
        author_name="An",
        source_id="tin-1",
    )


def titles(response):
    assert response.status_code == 200, response.content.decode()
    return [item["title"] for item in response.json()["results"]]


def test_a_list_tells_each_item_with_address_origin_and_last_change(client, news):
    [item] = client.get("/api/v1/news").json()["results"]
    assert item["id"] == news.pk
    assert item["url"] == f"http://testserver/tin-tuc/2024/05/{news.slug}/"
    assert item["source_id"] == "tin-1"
    assert item["updated_at"].startswith("2024-05-01T05:00:00")
    assert (item["category"], item["author_name"]) == (news.category.code, "An")
    assert client.get(item["url"].removeprefix("http://testserver")).status_code == 200


def test_one_item_has_its_text_and_the_documents_that_it_cites(client, news):
    news.cited_documents.create(number="24/2021/QĐ-UBND")
    news.tags.add("Đất đai")
    news.save()
    body = client.get(f"/api/v1/news/{news.pk}").json()
    assert body["documents"][0]["number"] == "24/2021/QĐ-UBND"
    assert body["tags"] == ["Đất đai"]
    assert "text" in body


def test_filters(client, news):
    add_news(title="Tin khác", slug="tin-khac", published_at=NOON + timedelta(days=1))
    assert titles(client.get("/api/v1/news")) == ["Tin khác", news.title]
    assert titles(client.get("/api/v1/news?q=chuyen+doi")) == [news.title]
    assert titles(client.get(f"/api/v1/news?category={news.category.code}")) == [news.title]
    assert titles(client.get("/api/v1/news?published_to=2024-05-01")) == [news.title]
    assert titles(client.get("/api/v1/news?published_from=2024-05-02")) == ["Tin khác"]


def test_a_category_holds_the_news_of_those_below_it(client, news):
    child = NewsCategory.objects.create(code="con", name_vi="Con", parent=news.category)
    add_news(title="Ở mục con", slug="o-muc-con", category=child)
    assert set(titles(client.get(f"/api/v1/news?category={news.category.code}"))) == {news.title, "Ở mục con"}


def test_an_unknown_category_is_a_400_that_names_it(client):
    response = client.get("/api/v1/news?category=khong-co")
    assert response.status_code == 400
    assert response.json()["errors"][0]["field"] == "category"


def test_drafts_and_private_pages_are_nowhere_and_withdrawn_news_is_gone(client, news):
    draft = add_news(title="Nháp", slug="nhap", live=False, first_published_at=None)
    assert titles(client.get("/api/v1/news")) == [news.title]
    assert client.get(f"/api/v1/news/{draft.pk}").status_code == 404
    PageViewRestriction.objects.create(
        page=NewsIndexPage.objects.get().page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    assert titles(client.get("/api/v1/news")) == []
    assert client.get(f"/api/v1/news/{news.pk}").status_code == 404
    PageViewRestriction.objects.all().delete()
    news.live, news.withdrawn_reason = False, "Sai sự thật."
    news.save()
    gone = client.get(f"/api/v1/news/{news.pk}")
    assert (gone.status_code, gone.json()["detail"]) == (410, "Sai sự thật.")
