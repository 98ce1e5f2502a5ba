"""Who may see and do what: one table, which every address of the site has to be in.

A new address fails the first tests here until somebody decides who may use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from gazette.documents.models import LegalDocument
from gazette.drafts.models import DraftRegulation
from gazette.issues.models import GazetteIssue, IntakeEntry
from gazette.publication_log.services import log_missing
from opendata.datasets.models import Dataset
from portal.agencies.models import Agency
from portal.core import registry
from portal.core.models import AlertBanner, SiteSettings
from portal.core.services.groups import APPROVER, AUTHOR, EDITOR, HANDLERS, ROLES
from portal.home.models import HomePage, PlainPage
from portal.news.models import NewsCategory, NewsIndexPage, NewsPage
from search import outbox
from search.models import PinnedResult, SynonymGroup
from tests.factories.agencies import AgencyFactory
from tests.factories.core import AttachmentFactory, PortalImageFactory
from tests.factories.datasets import DatasetFactory
from tests.factories.documents import LegalDocumentFactory
from tests.factories.drafts import DraftFactory, comment_on
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory, pdf_attachment
from tests.factories.news import NewsCategoryFactory, NewsPageFactory
from tests.opendata.tables import add_table

pytestmark = pytest.mark.django_db

DESK = "quan-tri/"
LOGIN = "/quan-tri/login/"

#: What stands outside of the desk is for anyone: each pattern with an address and what a stranger is answered.
PUBLIC: dict[str, tuple[str, int]] = {
    r"\x00": ("/%00", 404),
    r"api/v1/\x00": ("/api/v1/agencies/%00", 404),
    "healthz": ("/healthz", 200),
    "readyz": ("/readyz", 200),
    r"tep/^(\d+)/(.*)$": ("{attachment}", 200),
    "tep/dang-nhap/": ("/tep/dang-nhap/", 302),
    # The password of a collection; no collection of ours has one.
    "tep/authenticate_with_password/<int:restriction_id>/": ("/tep/authenticate_with_password/1/", 404),
    "media/<path:path>": ("/media/{image}", 200),
    "api/v1/": ("/api/v1/khong-co", 404),
    "api/v1/openapi.json": ("/api/v1/openapi.json", 200),
    "api/v1/docs": ("/api/v1/docs", 200),
    "api/v1/news": ("/api/v1/news", 200),
    "api/v1/news/<int:news_id>": ("/api/v1/news/{news}", 200),
    "api/v1/documents": ("/api/v1/documents", 200),
    "api/v1/documents/<int:document_id>": ("/api/v1/documents/{document}", 200),
    "api/v1/documents/<int:document_id>/akn": ("/api/v1/documents/{document}/akn", 200),
    # The document of this test has no articles.
    "api/v1/documents/<int:document_id>/diff": ("/api/v1/documents/{document}/diff?article=1", 400),
    "api/v1/gazette/issues": ("/api/v1/gazette/issues", 200),
    "api/v1/gazette/issues/<int:year>/<str:number>": ("/api/v1/gazette/issues/2026/7", 200),
    "api/v1/drafts": ("/api/v1/drafts", 200),
    "api/v1/drafts/<str:slug>": ("/api/v1/drafts/{draft}", 200),
    # Posting is anyone's too while the draft is open; who may when is told by the tests of drafts.
    "api/v1/drafts/<str:slug>/comments": ("/api/v1/drafts/{draft}/comments", 200),
    # Whoever has the receipt; without one there is nothing.
    "api/v1/comments/track": ("/api/v1/comments/track?receipt=x", 404),
    "api/v1/challenge": ("/api/v1/challenge", 200),
    # It is only posted to.
    "api/v1/signatures/check": ("/api/v1/signatures/check", 405),
    "api/v1/datasets": ("/api/v1/datasets", 200),
    "api/v1/datasets/<str:slug>": ("/api/v1/datasets/bang", 200),
    "api/v1/datasets/<str:slug>/data.<str:file_format>": ("/api/v1/datasets/bang/data.csv", 200),
    "api/v1/datasets/<str:slug>/datapackage.json": ("/api/v1/datasets/bang/datapackage.json", 200),
    "api/v1/datasets/<str:slug>/csvw.json": ("/api/v1/datasets/bang/csvw.json", 200),
    "api/v1/datasets/<str:slug>/jsonstat.json": ("/api/v1/datasets/bang/jsonstat.json", 200),
    "api/v1/statistics/activity": ("/api/v1/statistics/activity", 200),
    "api/v1/agencies": ("/api/v1/agencies", 200),
    "api/v1/agencies/<str:code>": ("/api/v1/agencies/SYT", 200),
    "api/v1/reference": ("/api/v1/reference", 200),
    "api/v1/reference/<str:table>": ("/api/v1/reference/agencies", 200),
    "tin-tuc/rss.xml": ("/tin-tuc/rss.xml", 200),
    "tin-tuc/atom.xml": ("/tin-tuc/atom.xml", 200),
    "tin-tuc/feed.json": ("/tin-tuc/feed.json", 200),
    "tin-tuc/<slug:category>/rss.xml": ("/tin-tuc/kinh-te/rss.xml", 200),
    "tin-tuc/<slug:category>/atom.xml": ("/tin-tuc/kinh-te/atom.xml", 200),
    "tin-tuc/<slug:category>/feed.json": ("/tin-tuc/kinh-te/feed.json", 200),
    "van-ban/rss.xml": ("/van-ban/rss.xml", 200),
    "van-ban/atom.xml": ("/van-ban/atom.xml", 200),
    "van-ban/feed.json": ("/van-ban/feed.json", 200),
    "du-thao/rss.xml": ("/du-thao/rss.xml", 200),
    "du-thao/atom.xml": ("/du-thao/atom.xml", 200),
    "du-thao/feed.json": ("/du-thao/feed.json", 200),
    "cong-bao/rss.xml": ("/cong-bao/rss.xml", 200),
    "cong-bao/atom.xml": ("/cong-bao/atom.xml", 200),
    "cong-bao/feed.json": ("/cong-bao/feed.json", 200),
    "cong-bao/<int:year>/rss.xml": ("/cong-bao/2026/rss.xml", 200),
    "cong-bao/<int:year>/atom.xml": ("/cong-bao/2026/atom.xml", 200),
    "cong-bao/<int:year>/feed.json": ("/cong-bao/2026/feed.json", 200),
    "du-lieu/rss.xml": ("/du-lieu/rss.xml", 200),
    "du-lieu/atom.xml": ("/du-lieu/atom.xml", 200),
    "du-lieu/feed.json": ("/du-lieu/feed.json", 200),
    "sitemap.xml": ("/sitemap.xml", 200),
    "sitemap-<slug:name>-<int:number>.xml": ("/sitemap-pages-1.xml", 200),
    "robots.txt": ("/robots.txt", 200),
    ".well-known/security.txt": ("/.well-known/security.txt", 200),
    "api/v1/search": ("/api/v1/search", 200),
    "api/v1/search/suggest": ("/api/v1/search/suggest", 200),
    "opensearch.xml": ("/opensearch.xml", 200),
    "llms.txt": ("/llms.txt", 200),
    "van-ban/": ("/van-ban/", 200),
    "van-ban/so/<path:number>": ("/van-ban/so/63-bc-vpubnd", 302),
    "van-ban/<int:pk>/": ("/van-ban/{document}/", 301),
    "van-ban/<int:pk>/van-ban.<slug:ending>": ("/van-ban/{document}/van-ban.pdf", 200),
    "van-ban/<int:pk>/dieu/<slug:anchor>/": ("/van-ban/{document}/dieu/dieu-1/", 404),
    "van-ban/<int:pk>/<slug:slug>/": ("{document_path}", 200),
    "van-ban/<int:pk>/<slug:slug>/so-sanh/": ("{document_path}so-sanh/", 200),
    "eli/vn/<path:names>/<int:pk>": ("/eli/vn/ubnd/bao-cao/2021/63-bc-vpubnd/{document}", 303),
    "cong-bao/kiem-tra/": ("/cong-bao/kiem-tra/", 200),
    "cong-bao/nhat-ky/": ("/cong-bao/nhat-ky/", 200),
    "cong-bao/nhat-ky/dau-chuoi.json": ("/cong-bao/nhat-ky/dau-chuoi.json", 200),
    "cong-bao/nhat-ky/dau-chuoi.atom": ("/cong-bao/nhat-ky/dau-chuoi.atom", 200),
    "cong-bao/nhat-ky/<int:number>.jsonl": ("/cong-bao/nhat-ky/1.jsonl", 200),
    "cong-bao/nhat-ky/ban-ghi/<slug:kind>/<int:object_id>.json": (
        "/cong-bao/nhat-ky/ban-ghi/document/{document}.json",
        200,
    ),
    "cong-bao/": ("/cong-bao/", 200),
    "cong-bao/^(?P<year>[0-9]{4})/$": ("/cong-bao/2026/", 200),
    r"cong-bao/^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})\.pdf$": ("/cong-bao/2026/7.pdf", 200),
    "cong-bao/^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})/$": ("/cong-bao/2026/7/", 200),
    "du-thao/": ("/du-thao/", 200),
    "du-thao/bien-nhan/": ("/du-thao/bien-nhan/", 200),
    "du-thao/<slug:slug>/": ("/du-thao/{draft}/", 200),
    "du-thao/<slug:slug>/thay-doi/": ("/du-thao/{draft}/thay-doi/", 404),
    "du-thao/<slug:slug>/cac-gop-y/": ("/du-thao/{draft}/cac-gop-y/", 200),
    "du-thao/<slug:slug>/thong-ke/": ("/du-thao/{draft}/thong-ke/", 200),
    "du-thao/<slug:slug>/gop-y/": ("/du-thao/{draft}/gop-y/", 200),
    "du-thao/<slug:slug>/gop-y.<str:ending>": ("/du-thao/{draft}/gop-y.csv", 200),
    "du-thao/<slug:slug>/tiep-thu/": ("/du-thao/{draft}/tiep-thu/", 200),
    "du-thao/<slug:slug>/tiep-thu.<str:ending>": ("/du-thao/{draft}/tiep-thu.docx", 404),
    "cong-bao/^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})/muc-(?P<position>[0-9]{1,5})/$": (
        "/cong-bao/2026/7/muc-1/",
        200,
    ),
    "cong-bao/^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})/muc-(?P<position>[0-9]{1,5}).jsonld$": (
        "/cong-bao/2026/7/muc-1.jsonld",
        200,
    ),
    # Its pages are known of issues that were built here.
    "cong-bao/^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})/muc-(?P<position>[0-9]{1,5}).pdf$": (
        "/cong-bao/2026/7/muc-1.pdf",
        404,
    ),
    "cong-bao/^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})/trang-(?P<page>[0-9]{1,5}).webp$": (
        "/cong-bao/2026/7/trang-9.webp",
        404,
    ),
    "du-lieu/": ("/du-lieu/", 200),
    "du-lieu/<slug:slug>/": ("/du-lieu/bang/", 200),
    "du-lieu/<slug:slug>/loc/": ("/du-lieu/bang/loc/", 302),
    "du-lieu/<slug:slug>/bieu-do/": ("/du-lieu/bang/bieu-do/", 200),
    "du-lieu/<slug:slug>/bieu-do.svg": ("/du-lieu/bang/bieu-do.svg", 200),
    "du-lieu/<slug:slug>/so-sanh/": ("/du-lieu/bang/so-sanh/", 200),
    "bao-cao/": ("/bao-cao/", 302),
    "bao-cao/^(?P<year>[0-9]{4})/$": ("/bao-cao/2021/", 200),
    r"bao-cao/^(?P<year>[0-9]{4})\.(?P<file_format>json|csv|docx)$": ("/bao-cao/2021.json", 200),
    "co-quan/": ("/co-quan/", 200),
    "co-quan/<slug:code>/": ("/co-quan/SYT/", 200),
    "tim-kiem/": ("/tim-kiem/", 200),
    "tim-kiem/goi-y/": ("/tim-kiem/goi-y/", 200),
    # A count of opened results: only for POST, and only with a token of the result page.
    "tim-kiem/mo/": ("/tim-kiem/mo/", 405),
    "tim-kiem/rss.xml": ("/tim-kiem/rss.xml", 200),
    "tim-kiem/atom.xml": ("/tim-kiem/atom.xml", 200),
    "tim-kiem/feed.json": ("/tim-kiem/feed.json", 200),
    r"^((?:[\w\-]+/)*)$": ("/lien-he/", 200),
}
#: Of the desk a stranger sees the way in and the texts of its scripts, nothing else.
WAY_IN = {
    "quan-tri/login/": 200,
    "quan-tri/password_reset/": 200,
    "quan-tri/password_reset/done/": 200,
    "quan-tri/password_reset/confirm/<uidb64>/<token>/": 200,
    "quan-tri/password_reset/complete/": 200,
    "quan-tri/jsi18n/": 200,
    "quan-tri/sprite/": 200,
}
#: Pages of the tree, all for anyone once they are published.
PAGES = {HomePage, PlainPage, NewsIndexPage, NewsPage}

#: Role by role: who may list, export, add, change, publish, withdraw and delete.
A, E, P = AUTHOR.name, EDITOR.name, APPROVER.name
NOBODY: set[str] = set()
RECORDS = {
    "list": {A, E, P}, "export": {A, E, P}, "add": {A, E, P}, "edit": {A, E, P},
    "publish": {P}, "unpublish": {P}, "delete": {P},
}  # fmt: skip
CODE_LISTS = {"list": {A, E, P}, "export": {A, E, P}, "add": {E, P}, "edit": {E, P}, "delete": {P}}
SETTINGS = {SiteSettings: {P}, AlertBanner: {E, P}}
#: Views of the desk that belong to the administrator alone.
ADMINISTRATION = [
    "wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index", "wagtailsites:index",
    "wagtailadmin_workflows:index", "wagtailadmin_workflows:add", "wagtailadmin_collections:index",
    "wagtailredirects:index",
]  # fmt: skip


def walked(patterns: list[Any], above: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from walked(pattern.url_patterns, route)


ROUTES = dict(walked(get_resolver().url_patterns))


def example(route: str) -> str:
    """Return an address that a pattern of the desk matches."""
    path = re.sub(r"\(\?P<\w+>(\w+)\|[^)]*\)", r"\1", route)
    path = re.sub(r"\(\?P<pk>[^)]+\)", "1", path).replace(r"\.\.\.", "...")
    path = re.sub(r"<int:\w+>", "1", path)
    path = re.sub(r"<uuid:\w+>", "12345678-1234-5678-1234-567812345678", path)
    path = re.sub(r"<(?:\w+:)?\w+>", "x", path)
    return "/" + path.replace("^.*", "x").replace("^", "").replace("$", "")


@pytest.fixture
def content(site, settings, tmp_path) -> dict[str, Any]:
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    AgencyFactory(code="SYT")
    document = LegalDocumentFactory(number="63/BC-VPUBND")
    news = NewsPageFactory(category=NewsCategoryFactory(code="kinh-te"))
    GazetteEntryFactory(issue=GazetteIssueFactory(year=2026, issue_number="7", file=pdf_attachment()))
    add_table(tmp_path, "Tỉnh,Năm,Số\nHuế,2021,5\nHuế,2020,4\n")
    outbox.drain()
    log_missing()
    return {
        "attachment": AttachmentFactory().url,
        "image": PortalImageFactory().get_rendition("width-100").file.name,
        "document": document.pk,
        "document_path": document.get_absolute_url(),
        "news": news.pk,
        "draft": DraftFactory().slug,
    }


@pytest.fixture
def people(site) -> dict[str, Client]:
    """A logged in member of each group."""
    clients = {}
    for number, role in enumerate(ROLES):
        user = get_user_model().objects.create_user(f"nguoi-{number}")
        user.groups.add(Group.objects.get(name=role.name))
        clients[role.name] = Client()
        clients[role.name].force_login(user)
    return clients


def allowed(people: dict[str, Client], address: str) -> set[str]:
    """Return the groups whose members are shown a page; whoever is refused is sent back to the desk."""
    found = set()
    for name, client in people.items():
        response = client.get(address)
        assert response.status_code in {200, 302, 403}, (name, address, response.status_code)
        if response.status_code == 302:
            assert response["Location"] == reverse("wagtailadmin_home"), (name, address, response["Location"])
        elif response.status_code == 200:
            found.add(name)
    return found


# Readers


def test_every_address_is_declared():
    assert {route for route in ROUTES if not route.startswith(DESK)} == set(PUBLIC)
    assert set(WAY_IN) <= set(ROUTES)


def test_a_stranger_gets_what_is_declared(client, content):
    answers = {}
    for route, (path, _status) in PUBLIC.items():
        address = path.format(**content)
        assert ROUTES[route].pattern, route
        answers[route] = (path, client.get(address).status_code)
    # The engine has no index in this test: that is said, to anyone.
    assert answers.pop("tim-kiem/")[1] in {200, 503}
    assert answers == {route: answer for route, answer in PUBLIC.items() if route != "tim-kiem/"}


def test_a_stranger_sees_nothing_of_the_desk(client, site):
    wrong = {}
    for route in ROUTES:
        if not route.startswith(DESK):
            continue
        address = example(route)
        response = client.get(address)
        is_sent_to_login = response.status_code == 302 and response["Location"].startswith(f"{LOGIN}?next=")
        if route in WAY_IN:
            if response.status_code != WAY_IN[route]:
                wrong[address] = response.status_code
        elif not is_sent_to_login:
            wrong[address] = (response.status_code, response.get("Location"))
    assert wrong == {}


def test_a_stranger_changes_nothing_of_the_desk(site):
    stranger = Client()
    for route in ROUTES:
        if route.startswith(DESK) and route not in WAY_IN:
            response = stranger.post(example(route), {"action-publish": "1"})
            assert response.status_code in {302, 403}, (route, response.status_code)
            assert response.get("Location", LOGIN).startswith(LOGIN), (route, response["Location"])


def test_a_user_without_a_group_is_not_let_in(client, site):
    client.force_login(get_user_model().objects.create_user("khach"))
    for address in (reverse("wagtailadmin_home"), reverse("wagtailadmin_explore_root")):
        assert client.get(address)["Location"].startswith(LOGIN)


def test_every_page_type_is_declared_and_open(client, site):
    types = {model for model in apps.get_models() if issubclass(model, Page) and model is not Page}
    assert types == PAGES
    NewsPageFactory()
    for model in types:
        page = model.objects.live().first()
        assert client.get(page.get_url()).status_code == 200
        assert page.get_view_restrictions().count() == 0


def test_a_draft_is_seen_by_nobody_outside(client, site):
    news = NewsPageFactory(live=False, first_published_at=None)
    document = LegalDocumentFactory(live=False, first_published_at=None)
    issue = GazetteIssueFactory(live=False, first_published_at=None)
    for address in (news.get_url(), document.get_absolute_url(), issue.get_absolute_url()):
        assert client.get(address).status_code == 404
    preview = reverse("wagtailadmin_pages:view_draft", args=[news.pk])
    assert client.get(preview)["Location"].startswith(LOGIN)


def test_a_dataset_that_was_never_published_is_seen_by_nobody(client, site):
    dataset = DatasetFactory(live=False, first_published_at=None)
    for address in (dataset.get_absolute_url(), f"/api/v1/datasets/{dataset.slug}"):
        assert client.get(address).status_code == 404


def test_only_an_approver_imports_a_file(people):
    address = reverse("datasets_guided_import", args=[DatasetFactory().pk])
    assert {name for name, client in people.items() if client.get(address).status_code == 200} == {P}


# Editors


def records() -> set[type[Model]]:
    tables = {table.model for _name, table in registry.reference_tables.items()}
    return {model for _name, model in registry.editable_models.items()} - tables


def code_lists() -> list[type[Model]]:
    tables = {table.model for _name, table in registry.reference_tables.items()} | {NewsCategory}
    return sorted((model for model in tables if hasattr(model, "snippet_viewset")), key=lambda m: m.__name__)


def address(model: type[Model], view: str, *args: Any) -> str:
    name = f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"{name}:{view}", args=args)


def rights(people: dict[str, Client], model: type[Model], key: Any, views: set[str]) -> dict[str, set[str]]:
    found = {}
    for view in views:
        if view == "export":
            found[view] = allowed(people, address(model, "list") + "?export=csv")
        else:
            found[view] = allowed(people, address(model, view, *([] if view in {"list", "add"} else [key])))
    return found


def test_every_record_of_the_desk_is_declared(people):
    assert records() == {LegalDocument, GazetteIssue, IntakeEntry, Dataset}


@pytest.mark.parametrize("factory", [LegalDocumentFactory, GazetteIssueFactory, DatasetFactory])
def test_rights_on_records(people, factory):
    record = factory()
    views = set(RECORDS) - {"publish", "delete"}
    draft = factory(live=False, first_published_at=None)
    found = rights(people, type(record), record.pk, views)
    found |= rights(people, type(record), draft.pk, {"delete"})
    assert found | {"publish": {P}} == RECORDS


def publish(client: Client, edit: str, form_id: str = "w-editor-form") -> None:
    page = client.get(edit)
    data = querydict_from_html(page.content.decode(), form_id=form_id)
    data.setdefault("body-count", "0")  # blocks are drawn by a script
    data["action-publish"] = "1"
    response = client.post(edit, data)
    assert response.status_code == 302, response.context["form"].errors


@pytest.mark.parametrize("factory", [LegalDocumentFactory, GazetteIssueFactory])
def test_only_an_approver_publishes_a_record(people, factory):
    publishers = set()
    for name, client in people.items():
        record = factory(live=False, first_published_at=None)
        publish(client, address(type(record), "edit", record.pk))
        record.refresh_from_db()
        if record.live:
            publishers.add(name)
    assert publishers == RECORDS["publish"]


@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_only_an_approver_acts_on_several_issues(people, action):
    acted = set()
    for name, client in people.items():
        issue = GazetteIssueFactory(live=action == "unpublish")
        bulk = reverse("wagtail_bulk_action", args=["issues", "gazetteissue", action])
        client.post(f"{bulk}?id={issue.pk}", {"reason": "Đăng nhầm"})
        issue.refresh_from_db()
        if issue.live == (action == "publish"):
            acted.add(name)
    assert acted == {P}


def test_the_desk_of_drafts(people):
    """Drafts are kept by the editors' groups and handled by those who answer; contacts are the handling group's."""
    handler = get_user_model().objects.create_user("nguoi-xu-ly")
    handler.groups.add(Group.objects.get(name=HANDLERS))
    people[HANDLERS] = Client()
    people[HANDLERS].force_login(handler)
    H = HANDLERS  # noqa: N806
    draft = DraftFactory(state="soan")
    found = rights(people, DraftRegulation, draft.pk, {"list", "export", "add", "edit", "delete"})
    assert found == {
        "list": {A, E, P, H},
        "export": {A, E, P, H},
        "add": {A, E, P},
        "edit": {A, E, P},
        "delete": {P},
    }
    comment = comment_on(DraftFactory(), state="cho-duyet")
    wanted = {
        reverse("drafts_desk:moderate", args=[comment.pk]): {P, H},
        reverse("drafts_desk:state", args=[comment.draft_id]): {P},
        reverse("drafts_desk:answers", args=[comment.draft_id]): {P, H},
        reverse("personal_data"): {H},
    }
    assert {path: allowed(people, path) for path in wanted} == wanted
    contact = reverse("drafts_desk:contact", args=[comment.pk])
    assert {name for name, client in people.items() if client.post(contact).status_code == 200} == {H}


def test_rights_on_agencies_and_code_lists(people, reference_data):
    NewsCategoryFactory()
    models = [Agency, *(model for model in code_lists() if model is not Agency)]
    assert len(models) >= 15
    for model in models:
        entry = model._default_manager.order_by("-pk").first()
        assert rights(people, model, entry.pk, set(CODE_LISTS)) == CODE_LISTS, model


@pytest.mark.parametrize("model", [SynonymGroup, PinnedResult])
def test_rights_on_what_editors_keep_of_search(people, model):
    if model is PinnedResult:
        model.objects.create(queries="giá đất", path="/van-ban/")
    entry = model.objects.first()
    assert rights(people, model, entry.pk, set(CODE_LISTS)) == CODE_LISTS


def test_the_report_on_search_is_for_all_editors(people):
    assert allowed(people, reverse("bao-cao-tim-kiem:index")) == {A, E, P}


def test_rights_on_news(people):
    section = NewsIndexPage.objects.get()
    others = NewsPageFactory(live=False, first_published_at=None)
    published = NewsPageFactory()
    found = {
        "list": allowed(people, reverse("tin-tuc:index")),
        "export": allowed(people, reverse("tin-tuc:index") + "?export=csv"),
        "add": allowed(people, reverse("wagtailadmin_pages:add", args=["news", "newspage", section.pk])),
        "edit": allowed(people, reverse("wagtailadmin_pages:edit", args=[others.pk])),
        "unpublish": allowed(people, reverse("wagtailadmin_pages:unpublish", args=[published.pk])),
        "delete": allowed(people, reverse("wagtailadmin_pages:delete", args=[others.pk])),
        "delete what was published": allowed(
            people, reverse("wagtailadmin_pages:delete", args=[published.pk])
        ),
    }
    # An author edits what is the author's own.
    assert found == {
        "list": {A, E, P}, "export": {A, E, P}, "add": {A, E, P}, "edit": {E, P}, "unpublish": {P}, "delete": {E, P},
        "delete what was published": NOBODY,
    }  # fmt: skip


def test_an_author_edits_and_only_an_approver_publishes_an_item(people):
    publishers = set()
    for name, client in people.items():
        owner = get_user_model().objects.get(pk=client.session["_auth_user_id"])
        news = NewsPageFactory(live=False, first_published_at=None, owner=owner)
        publish(client, reverse("wagtailadmin_pages:edit", args=[news.pk]), "page-edit-form")
        news.refresh_from_db()
        assert news.latest_revision is not None, name
        if news.live:
            publishers.add(name)
    assert publishers == {P}


@pytest.mark.parametrize("model", SETTINGS)
def test_rights_on_settings(people, site, model):
    names = (model._meta.app_label, model._meta.model_name)
    assert allowed(people, reverse("wagtailsettings:edit", args=[*names, site.pk])) == SETTINGS[model]


def test_rights_on_files(people):
    for index, factory, edit in (
        ("wagtailimages:index", PortalImageFactory, "wagtailimages:edit"),
        ("wagtaildocs:index", AttachmentFactory, "wagtaildocs:edit"),
    ):
        assert allowed(people, reverse(index)) == {A, E, P}
        # An author changes what the author uploaded.
        assert allowed(people, reverse(edit, args=[factory().pk])) == {E, P}


@pytest.mark.parametrize("name", ADMINISTRATION)
def test_administration_is_for_nobody_of_the_groups(people, name):
    assert allowed(people, reverse(name)) == NOBODY
