"""What every answer tells the browser to refuse, over the site's real pages."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from wagtail.models import Site

from portal.core.models import AlertBanner
from portal.home.models import HomePage
from search import outbox
from tests.factories.agencies import AgencyFactory
from tests.factories.core import AttachmentFactory, PortalImageFactory
from tests.factories.documents import LegalDocumentFactory, many_documents
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory, pdf_attachment
from tests.factories.news import NewsCategoryFactory, NewsPageFactory, many_news
from tests.helpers import parsed

pytestmark = [pytest.mark.django_db]

#: Pages as readers see them.
PAGES = [
    "/", "/lien-he/", "/tin-tuc/", "/tin-tuc/kinh-te/", "/tin-tuc/?q=tin&published_from=2024-01-01", "{news}",
    "/van-ban/", "/van-ban/?year=2021&page=2", "/van-ban/so/9999-qd", "/van-ban/so/5", "{document}",
    "/cong-bao/", "/cong-bao/2026/", "{issue}", "/co-quan/", "/co-quan/SYT/", "/tim-kiem/", "/tim-kiem/?q=van+ban",
    "/khong-co/", "{withdrawn}",
]  # fmt: skip
#: Everything else that the site answers with.
OTHERS = [
    "/van-ban/so/63-bc-vpubnd", "/van-ban", "/en", "{pdf}", "{image}", "{file}", "/van-ban/rss.xml",
    "/tin-tuc/atom.xml", "/cong-bao/feed.json", "/van-ban/rss.xml?issued_from=x", "/sitemap.xml", "/robots.txt",
    "/.well-known/security.txt", "/opensearch.xml", "/llms.txt", "/api/v1/documents", "/api/v1/documents?x=1",
    "/api/v1/khong-co", "/api/v1/docs", "/healthz", "/readyz", "/media/images/khong-co.jpg", "/tep/999/x.pdf",
    "/static/css/site.css", "/static/khong-co.css", "/quan-tri/", "/quan-tri/login/",
]  # fmt: skip
REQUIRED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def content(site, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    banner = AlertBanner.objects.get(site=Site.objects.get())
    banner.is_active, banner.message = True, "Bão số 9"
    banner.save()
    AgencyFactory(code="SYT")
    many_documents(25)
    document = LegalDocumentFactory(number="63/BC-VPUBND")
    withdrawn = LegalDocumentFactory()
    withdrawn.unpublish()
    category = NewsCategoryFactory(code="kinh-te")
    many_news(25, category=category)
    image = PortalImageFactory()
    body = [("paragraph", "<p>Nội dung</p>"), ("heading", {"text": "Mục", "level": "2"})]
    news = NewsPageFactory(category=category, cover_image=image, body=body)
    issue = GazetteIssueFactory(year=2026, issue_number="7", file=pdf_attachment())
    GazetteEntryFactory(issue=issue, document=document)
    outbox.drain(10_000)
    return {
        "document": document.get_absolute_url(),
        "withdrawn": withdrawn.get_absolute_url(),
        "news": news.get_url(),
        "issue": issue.get_absolute_url(),
        "pdf": "/cong-bao/2026/7.pdf",
        "image": f"/media/{image.get_rendition('width-100').file.name}",
        "file": AttachmentFactory().url,
    }


def lacking(response):
    """Return the headers that an answer should have and does not."""
    policy = response.get("Content-Security-Policy", "")
    is_desk = response.wsgi_request.path.startswith("/quan-tri/")
    wrong = [name for name, value in REQUIRED.items() if response.get(name) != value]
    # A file from an editor may do nothing at all.
    if policy == "default-src 'none'" and response.wsgi_request.path.startswith("/tep/"):
        pass
    elif (
        "default-src 'self'" not in policy
        or "object-src 'none'" not in policy
        or ("unsafe" in policy) != is_desk
    ):
        wrong.append("Content-Security-Policy")
    if "geolocation=()" not in response.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    return wrong


def test_every_answer_has_the_headers_from_the_cache_too(client, content):
    addresses = [address.format(**content) for address in PAGES + OTHERS]
    for address in [*addresses, *(f"/en{path}" for path in addresses[: len(PAGES)])]:
        for _time in ("made", "kept"):
            response = client.get(address)
            assert response.status_code < 500, address
            assert lacking(response) == [], (address, response.status_code)
        if "ETag" in response:
            unchanged = client.get(address, headers={"if-none-match": response["ETag"]})
            assert (unchanged.status_code, lacking(unchanged)) == (304, []), address


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_refusals_of_other_methods_have_them_too(client, content, method):
    for address in ("/", "/van-ban/", "/api/v1/documents", "/van-ban/rss.xml", "/media/images/x.jpg"):
        response = getattr(client, method)(address)
        assert response.status_code < 500
        assert lacking(response) == [], (address, response.status_code)


def test_an_error_of_ours_has_them_and_tells_nothing(client, site, monkeypatch):
    client.raise_request_exception = False

    def fail(*args, **kwargs):
        raise RuntimeError("secret-of-the-server")

    monkeypatch.setattr(HomePage, "get_context", fail)
    for address, language in (("/", "vi"), ("/en/", "en")):
        response = client.get(address)
        assert (response.status_code, lacking(response)) == (500, [])
        text = response.content.decode()
        assert "secret" not in text
        assert "Traceback" not in text
        assert parsed(response).h1
        assert parsed(response).html["lang"] == language


def test_no_page_has_an_inline_script_style_or_handler(client, content):
    for path in PAGES:
        for address in (path.format(**content), f"/en{path.format(**content)}"):
            page = parsed(client.get(address))
            scripts = [tag for tag in page.find_all("script") if not tag.get("src")]
            assert {tag.get("type") for tag in scripts} <= {"application/ld+json"}, address
            assert page.find_all("style") == [], address
            assert page.find_all(style=True) == [], address
            handlers = page.find_all(lambda tag: any(name.startswith("on") for name in tag.attrs))
            assert handlers == [], address
            links = [tag.get("href") or tag.get("action") for tag in page.select("a[href], form[action]")]
            assert [link for link in links if link.strip().lower().startswith(("javascript:", "data:"))] == []


def test_no_page_fetches_anything_from_elsewhere(client, content):
    wanted = "script[src], img[src], img[srcset], source[srcset], iframe[src], link[rel=stylesheet], link[rel=icon]"
    for path in PAGES:
        for tag in parsed(client.get(path.format(**content))).select(wanted):
            source = tag.get("src") or tag.get("srcset") or tag.get("href")
            assert source[0] == "/" != source[1], (path, source)


# Whose site is it?


def test_another_name_of_the_site_is_refused(client, site, settings):
    settings.ALLOWED_HOSTS = ["portal.example.vn"]
    assert client.get("/van-ban/", headers={"host": "portal.example.vn"}).status_code == 200
    for name in (
        "evil.example",
        "portal.example.vn.evil.example",
        "portal.example.vn:80@evil.example",
        "a b",
    ):
        response = client.get("/van-ban/", headers={"host": name})
        assert response.status_code == 400, name
        assert "evil" not in response.content.decode()


def test_what_a_caller_says_of_the_host_is_in_no_answer(client, content, settings):
    settings.SITE_URL = "https://portal.example.vn"
    headers = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example", "x-host": "evil.example"}
    for address in ("/", "/tin-tuc/", "/van-ban/", "/van-ban/rss.xml", "/sitemap.xml", "/api/v1/documents"):
        response = client.get(address, headers=headers)
        assert "evil.example" not in response.content.decode(), address


def test_one_host_s_page_is_not_kept_for_another(client, content):
    client.get("/api/v1/documents?page_size=1", headers={"host": "a.example"})
    body = client.get("/api/v1/documents?page_size=1", headers={"host": "b.example"}).content.decode()
    assert "a.example" not in body


def test_the_mail_of_a_forgotten_password_leads_to_the_site_and_nowhere_else(client, site, settings):
    get_user_model().objects.create_superuser("bien-tap", "bien-tap@example.vn", "mat-khau-du-dai")
    client.post(
        "/quan-tri/password_reset/", {"email": "bien-tap@example.vn"}, headers={"host": "evil.example"}
    )
    [message] = mail.outbox
    assert "evil.example" not in message.body
    assert settings.WAGTAILADMIN_BASE_URL in message.body


def test_a_form_without_its_token_is_refused(site):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/quan-tri/login/", {"username": "a", "password": "b"}).status_code == 403
