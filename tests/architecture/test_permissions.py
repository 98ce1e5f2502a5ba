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
from portal.questions.models import AgencyMember
from portal.questions.plugs import AGENCIES
from search import outbox
from search.models import PinnedResult, SynonymGroup
from tests.architecture.public_addresses import PUBLIC
from tests.factories.agencies import AgencyFactory
from tests.factories.core import AttachmentFactory, PortalImageFactory
from tests.factories.corrections import ReportFactory, reply_with_file
from tests.factories.datasets import DatasetFactory
from tests.factories.documents import LegalDocumentFactory
from tests.factories.drafts import DraftFactory, comment_on
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory, pdf_attachment
from tests.factories.news import NewsCategoryFactory, NewsPageFactory
from tests.factories.questions import ask, published_question
from tests.opendata.tables import add_table

pytestmark = pytest.mark.django_db

DESK = "quan-tri/"
LOGIN = "/quan-tri/login/"

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
        "question": published_question().pk,
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
    report = ReportFactory()
    wanted = {
        reverse("drafts_desk:moderate", args=[comment.pk]): {P, H},
        reverse("drafts_desk:state", args=[comment.draft_id]): {P},
        reverse("drafts_desk:answers", args=[comment.draft_id]): {P, H},
        reverse("personal_data"): {H},
        reverse("corrections_desk:list"): {E, P, H},
        reverse("corrections_desk:report", args=[report.pk]): {E, P, H},
        reverse("corrections_desk:file", args=[reply_with_file(report).pk]): {E, P, H},
    }
    assert {path: allowed(people, path) for path in wanted} == wanted
    contact = reverse("drafts_desk:contact", args=[comment.pk])
    assert {name for name, client in people.items() if client.post(contact).status_code == 200} == {H}
    contact = reverse("corrections_desk:contact", args=[report.pk])
    assert {name for name, client in people.items() if client.post(contact).status_code == 200} == {H}


def test_the_desk_of_questions(people):
    """Questions are handled and approved; an agency's account sees its own alone; contacts are the handling group's."""
    for name, group in (("nguoi-xu-ly", HANDLERS), ("so-y-te", AGENCIES)):
        user = get_user_model().objects.create_user(name)
        user.groups.add(Group.objects.get(name=group))
        people[group] = Client()
        people[group].force_login(user)
    agency = AgencyFactory(code="SYT")
    AgencyMember.objects.create(user=get_user_model().objects.get(username="so-y-te"), agency=agency)
    own, others = ask(agency=agency), ask()
    wanted = {
        reverse("questions_desk:queue"): {P, HANDLERS, AGENCIES},
        reverse("questions_desk:overdue"): {P, HANDLERS, AGENCIES},
        reverse("questions_desk:case", args=[own.pk]): {P, HANDLERS, AGENCIES},
        reverse("questions_desk:case", args=[others.pk]): {P, HANDLERS},
    }
    assert {path: allowed(people, path) for path in wanted} == wanted
    contact = reverse("questions_desk:contact", args=[own.pk])
    assert {name for name, client in people.items() if client.post(contact).status_code == 200} == {HANDLERS}


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
