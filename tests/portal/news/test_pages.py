"""What readers see of news."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from portal.news.models import CitedDocument, NewsPage, RelatedNews
from tests.factories.agencies import AgencyFactory
from tests.factories.core import PortalImageFactory
from tests.factories.news import MORNING, NewsCategoryFactory, NewsPageFactory
from tests.helpers import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]


@pytest.fixture
def news():
    return NewsPageFactory(title="Đắk Nông họp về chuyển đổi số", summary="Tóm tắt của tin.")


def test_the_address_holds_the_month_in_viet_nam_and_the_slug(client):
    # 2024-05-31 17:30 UTC is June in Viet Nam.
    news = NewsPageFactory(title="Đắk Nông", published_at=datetime(2024, 5, 31, 17, 30, tzinfo=UTC))
    assert news.url == "/tin-tuc/2024/06/dak-nong/"
    assert client.get(news.url).status_code == 200


@pytest.mark.parametrize(
    "address", ["/tin-tuc/2023/01/{slug}/", "/tin-tuc/2024/06/{slug}/", "/tin-tuc/{slug}/"]
)
def test_another_month_or_none_leads_to_the_address(client, news, address):
    response = client.get(address.format(slug=news.slug))
    assert (response.status_code, response["Location"]) == (301, news.url)
    response = client.get("/en" + address.format(slug=news.slug))
    assert (response.status_code, response["Location"]) == (301, f"/en{news.url}")


@pytest.mark.parametrize(
    "address",
    ["/tin-tuc/2024/05/khong-co/", "/tin-tuc/khong-co/", "/tin-tuc/2024/05/", "/tin-tuc/2024/xx/a/"],
)
def test_what_never_was_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_new_slug_and_a_new_month_leave_redirects(client, news, django_capture_on_commit_callbacks):
    first = news.url
    with django_capture_on_commit_callbacks(execute=True):
        news.published_at = MORNING + timedelta(days=60)
        news.save()
    second = news.url
    with django_capture_on_commit_callbacks(execute=True):
        news.slug = "dia-chi-moi"
        news.save()
    assert len({first, second, news.url}) == 3
    for old in (first, second):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, news.url)


def test_a_withdrawn_item_answers_410_with_the_reason(client, news):
    news.save_revision().publish()
    draft = NewsPage.objects.get()
    draft.withdrawn_reason = "Thông tin chưa chính xác."
    draft.save_revision()
    # Wagtail takes expired pages down by their base row.
    Page.objects.get(pk=news.pk).unpublish()
    response = client.get(news.url)
    assert response.status_code == 410
    assert "Thông tin chưa chính xác." in response.content.decode()
    assert client.get("/tin-tuc/").content.decode().count(news.title) == 0


def test_an_item_never_published_is_not_found_and_a_deleted_one_is_gone(client, news):
    draft = NewsPageFactory(live=False, first_published_at=None)
    assert client.get(draft.url).status_code == 404
    address = news.url
    news.delete()
    assert client.get(address).status_code == 410


def test_an_article_shows_who_says_what_when_and_on_which_basis(client, news):
    news.agency = AgencyFactory(code="VP", name_vi="Văn phòng UBND tỉnh")
    news.category = NewsCategoryFactory(code="cai-cach", name_vi="Cải cách")
    news.author_name, news.source_name, news.source_url = "Nguyễn An", "Báo tỉnh", "https://bao.example.vn/1"
    news.body = [("paragraph", "<p>Đoạn <b>một</b>.</p>"), ("heading", {"text": "Phần hai", "level": "2"})]
    news.cover_image, news.cover_alt = PortalImageFactory(credit="An chụp"), "Toàn cảnh"
    news.tags.add("Chuyển đổi số")
    news.cited_documents = [CitedDocument(number="24/2021/QĐ-UBND")]
    other = NewsPageFactory(title="Tin được chọn")
    news.related_news = [RelatedNews(related=other)]
    news.save()
    page = parsed(client.get(news.url))
    byline = page.select_one(".byline").get_text(" ", strip=True)
    for words in ("ngày 02 tháng 5 năm 2024", "Nguyễn An", "Văn phòng UBND tỉnh", "Báo tỉnh"):
        assert words in byline.replace("\xa0", " "), byline
    assert page.select_one("h1").text == news.title
    assert page.select_one(".prose h2").text == "Phần hai"
    assert page.select_one(".article-page__cover img")["alt"] == "Toàn cảnh"
    assert "An chụp" in page.select_one("figcaption").text
    links = {link["href"] for link in page.select("main a")}
    assert {
        "/van-ban/so/24/2021/Q%C4%90-UBND",
        other.url,
        "/tin-tuc/?tag=chuyen-doi-so",
        "/tin-tuc/cai-cach/",
    } <= links
    data = json.loads(page.select_one("script[type='application/ld+json']").string)
    assert (data["@type"], data["headline"]) == ("NewsArticle", news.title)
    assert data["url"].endswith(news.url)


def test_a_title_cannot_leave_the_data_for_machines(client):
    news = NewsPageFactory(title="A </script><script>alert(1)</script> & B")
    page = client.get(news.url).content.decode()
    assert "<script>alert" not in page
    assert (
        json.loads(parsed(client.get(news.url)).select_one("script[type='application/ld+json']").string)[
            "headline"
        ]
        == news.title
    )


def test_without_chosen_news_the_newest_of_the_category_stand_beside(client):
    category = NewsCategoryFactory()
    news, *others = (
        NewsPageFactory(category=category, published_at=MORNING + timedelta(hours=n)) for n in range(7)
    )
    shown = [link["href"] for link in parsed(client.get(news.url)).select(".related__list a")]
    assert shown == [other.url for other in reversed(others)][:4]


def test_english_readers_see_the_item_and_that_it_is_not_translated(client, news):
    response = client.get(f"/en{news.url}")
    assert response.status_code == 200
    assert response.context["untranslated"] is True


def test_an_unfinished_item_can_be_previewed(admin_client, news):
    news.live = False
    news.save_revision()
    assert admin_client.get(f"/quan-tri/pages/{news.pk}/view_draft/").status_code == 200


def test_slugs_follow_our_text_rules_and_stay_apart():
    first = NewsPageFactory(title="Hội nghị ở Đắk R'lấp")
    second = NewsPageFactory(title="Hội nghị ở Đắk R'lấp")
    assert (first.slug, second.slug) == ("hoi-nghi-o-dak-rlap", "hoi-nghi-o-dak-rlap-2")


def test_titles_are_stored_in_one_unicode_form():
    assert NewsPageFactory(title="Đa\u0306\u0301k  Nông").title == "Đắk Nông"


def test_the_home_page_leads_with_a_featured_item_of_these_days(client):
    now = timezone.now()
    featured = NewsPageFactory(title="Nổi bật", is_featured=True, published_at=now - timedelta(days=2))
    NewsPageFactory(title="Mới hơn", published_at=now - timedelta(days=1))
    NewsPageFactory(title="Nổi bật đã cũ", is_featured=True, published_at=now - timedelta(days=90))
    page = parsed(client.get("/"))
    assert page.select_one(".home-lead .card--lead a")["href"] == featured.url
    assert [card.text for card in page.select(".home-lead__list .card__title a")] == [
        "Mới hơn",
        "Nổi bật đã cũ",
    ]


def test_news_are_in_the_sitemap(client, news):
    category = NewsCategoryFactory(code="co-tin")
    NewsCategoryFactory(code="khong-tin")
    NewsPageFactory(category=category, title="Trong mục")
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall(r"<loc>([^<]+\.xml[^<]*)</loc>", index)
    whole = index + "".join(client.get(part).content.decode() for part in parts)
    # A category without news is a page that answers, and stands there too.
    for address in (news.url, "/tin-tuc/", "/tin-tuc/co-tin/", "/tin-tuc/khong-tin/"):
        assert f"{address}</loc>" in whole
