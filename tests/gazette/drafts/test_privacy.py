"""A marker in every private field is found nowhere outside of the handling group, neither on the site nor on disk."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from gazette.drafts.enums import CommentState, DraftState
from gazette.drafts.models import CommentOutcome, Submission
from gazette.drafts.services import moderation, responses
from portal.core.encryption import Unreadable, unseal
from portal.core.models import PrivateAccess, PrivateContact
from portal.core.services import private_contacts
from portal.core.services.groups import APPROVER, HANDLERS
from search import outbox
from tests.factories.drafts import DraftFactory, post_body
from tests.helpers import parsed

pytestmark = pytest.mark.django_db

NAME, EMAIL, PHONE, ADDRESS = "Markername Zqx", "marker-zqx@example.org", "0987654329", "Markerstreet Zqx 7"
MARKERS = [
    text.encode() for text in (NAME, EMAIL, PHONE, ADDRESS, "markername", "marker-zqx", "markerstreet")
]


def _crawl(client: Client, start: list[str]) -> dict[str, bytes]:
    """Follow every link of the site from some addresses, also feeds, files and the API."""
    from bs4 import BeautifulSoup

    seen: dict[str, bytes] = {}
    waiting = list(start)
    while waiting and len(seen) < 150:
        address = waiting.pop()
        if address in seen or address.startswith(("/quan-tri", "/static", "/tep", "/api/v1/search")):
            continue
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        seen[address] = content + str(dict(response.headers)).encode()
        if "html" in response.get("Content-Type", ""):
            for tag in BeautifulSoup(content, "lxml").find_all(["a", "link"], href=True):
                waiting += [tag["href"].split("#")[0]] if tag["href"].startswith("/") else []
    return seen


@pytest.fixture
def people(site):
    users = {}
    for name in (APPROVER.name, HANDLERS):
        users[name] = get_user_model().objects.create_user(f"{name}-zq")
        users[name].groups.add(Group.objects.get(name=name))
    return users


def test_a_marker_in_every_private_field_appears_nowhere(client, people, settings, tmp_path, caplog):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    caplog.set_level(logging.DEBUG)
    draft = DraftFactory()
    contact = {"email": EMAIL, "phone": PHONE, "address": ADDRESS}
    path = f"/api/v1/drafts/{draft.slug}/comments"
    body = post_body(name=NAME, anonymous=True, contact=contact)
    posted = client.post(path, body, content_type="application/json", headers={"idempotency-key": "zq"})
    assert posted.status_code == 201
    # What fails tells no private field either: neither the answer nor the log.
    broken = [
        client.post(path, body | {"anchor": "dieu-99"}, content_type="application/json"),
        client.post(path, body, content_type="application/json", headers={"idempotency-key": "zq2"}),
    ]
    comment = Submission.objects.get().comments.get()
    moderation.publish(comment.pk, user=people[HANDLERS])
    draft.state, draft.closes_at = DraftState.SUMMARISING, timezone.now()
    draft.save()
    outcome = CommentOutcome.objects.create(code="tiep-thu", name_vi="Tiếp thu")
    responses.answer(draft, [comment.pk], outcome=outcome, explanation="Đã sửa.", user=people[HANDLERS])
    responses.publish_responses(draft, user=people[APPROVER.name])
    outbox.drain()
    # Mail goes to the person himself, and to nobody else.
    assert {address for message in mail.outbox for address in message.recipients()} == {EMAIL}
    receipt = posted.json()["receipt"]
    seen = _crawl(client, [
        "/", "/du-thao/", f"/du-thao/{draft.slug}/", f"/du-thao/{draft.slug}/cac-gop-y/",
        f"/du-thao/{draft.slug}/tiep-thu/",
        f"/du-thao/{draft.slug}/tiep-thu.docx", f"/du-thao/{draft.slug}/tiep-thu.xlsx",
        f"/du-thao/{draft.slug}/gop-y.csv",
        f"/du-thao/{draft.slug}/gop-y.json", f"/du-thao/{draft.slug}/thong-ke/", f"/du-thao/{draft.slug}/gop-y/", path,
        f"/api/v1/drafts/{draft.slug}", "/api/v1/drafts", f"/api/v1/comments/track?receipt={receipt}",
        "/api/v1/openapi.json", "/du-thao/rss.xml", "/du-thao/atom.xml", "/du-thao/feed.json", "/sitemap-drafts-1.xml",
        "/tim-kiem/?q=marker", f"/api/v1/search?q={PHONE}", "/api/v1/search?q=markername&unit=passage",
    ])  # fmt: skip
    assert "Đã sửa." in seen[f"/du-thao/{draft.slug}/tiep-thu/"].decode()
    texts = {**seen, "mail": b"".join(m.body.encode() for m in mail.outbox), "log": caplog.text.encode()}
    texts |= {f"refusal {number}": response.content for number, response in enumerate(broken)}
    texts |= {str(path): path.read_bytes() for path in Path(tmp_path).rglob("*") if path.is_file()}
    texts |= {f"cache {key}": repr(value).encode() for key, value in getattr(cache, "_cache", {}).items()}
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            texts[f"table {table}"] = repr(
                [[_plain(value) for value in row] for row in cursor.fetchall()]
            ).encode()
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump, verbosity=0)
    texts["dumpdata"] = dump.getvalue().encode()
    found = {place for place, text in texts.items() for marker in MARKERS if marker.lower() in text.lower()}
    # What was asked for stands on the page of the search and in its log, as it would for any word.
    assert {place for place in found if "tim-kiem" not in place and "/search?q" not in place} <= {
        "table search_searchlog"
    }


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def test_the_handling_group_alone_sees_a_contact_and_each_view_is_logged(client, people):
    draft = DraftFactory()
    body = post_body(name=NAME, anonymous=True, contact={"email": EMAIL})
    client.post(f"/api/v1/drafts/{draft.slug}/comments", body, content_type="application/json")
    comment = Submission.objects.get().comments.get()
    for name, user in people.items():
        desk = Client()
        desk.force_login(user)
        page = desk.get(f"/quan-tri/gop-y/{comment.pk}/")
        assert EMAIL not in page.content.decode()
        answer = desk.post(f"/quan-tri/gop-y/{comment.pk}/lien-he/")
        assert (EMAIL in answer.content.decode()) == (name == HANDLERS)
        assert "no-store" in answer.get("Cache-Control", "no-store")
    views = PrivateAccess.objects.filter(action="view")
    assert [view.user for view in views] == [people[HANDLERS]]


def test_keys_rotate(settings, client):
    contact = private_contacts.keep("drafts.comment", private_contacts.Contact(email=EMAIL, phone=PHONE))
    settings.PRIVATE_DATA_KEYS = ["a" * 32]
    assert private_contacts.contacts_of(EMAIL).get() == contact
    assert private_contacts.rotate() == 1
    contact.refresh_from_db()
    settings.PRIVATE_DATA_KEYS = ["b" * 32, "a" * 32]
    assert unseal(contact.sealed)["email"] == EMAIL
    assert private_contacts.contacts_of("+84 987 654 329").get() == contact
    settings.PRIVATE_DATA_KEYS = ["b" * 32]
    with pytest.raises(Unreadable):
        unseal(contact.sealed)


def test_one_persons_data_is_handed_over_and_erased(client, people, capsys):
    draft = DraftFactory()
    body = post_body(name=NAME, contact={"email": EMAIL, "phone": PHONE})
    client.post(f"/api/v1/drafts/{draft.slug}/comments", body, content_type="application/json")
    desk = Client()
    desk.force_login(people[HANDLERS])
    address = "/quan-tri/du-lieu-ca-nhan/"
    assert "1 bản ghi" in desk.post(address, {"person": EMAIL.upper(), "search": "1"}).content.decode()
    [exported] = desk.post(address, {"person": PHONE, "export": "1"}).json()
    assert exported["private"]["email"] == EMAIL
    assert exported["records"][0]["comments"][0]["text"] == body["text"]
    stranger = Client()
    stranger.force_login(people[APPROVER.name])
    assert stranger.post(address, {"person": EMAIL, "export": "1"}).status_code == 302
    desk.post(address, {"person": EMAIL, "erase": "1"})
    contact = PrivateContact.objects.get()
    assert bytes(contact.sealed) == b""
    assert contact.erased_at is not None
    assert Submission.objects.get().public_name == ""
    assert Submission.objects.get().comments.get().text == body["text"]
    assert set(PrivateAccess.objects.values_list("action", flat=True)) >= {"export", "erase"}


def test_what_is_kept_long_enough_is_erased_by_itself():
    kept = private_contacts.keep("drafts.comment", private_contacts.Contact(email=EMAIL))
    PrivateContact.objects.update(retain_until=timezone.localdate() - timezone.timedelta(days=1))
    other = private_contacts.keep("drafts.comment", private_contacts.Contact(email=EMAIL))
    private_contacts.erase_expired()
    assert PrivateContact.objects.get(pk=kept.pk).erased_at
    assert PrivateContact.objects.get(pk=other.pk).erased_at is None
    assert (other.retain_until - timezone.localdate()).days == 730


def test_the_office_sets_how_long_private_data_is_kept(people):
    kept = private_contacts.keep("drafts.comment", private_contacts.Contact(email=EMAIL))
    other = private_contacts.keep("questions.question", private_contacts.Contact(email=EMAIL))
    address, desk, stranger = "/quan-tri/du-lieu-ca-nhan/", Client(), Client()
    desk.force_login(people[HANDLERS])
    stranger.force_login(people[APPROVER.name])
    page = desk.get(address).content.decode()
    form = parsed(desk.get(address))
    names = {field["name"]: field["value"] for field in form.find_all("input", attrs={"type": "number"})}
    assert names["drafts.comment"] == "730"
    assert "Góp ý dự thảo" in page
    data = names | {"drafts.comment": "365", "retention": "1"}
    assert stranger.post(address, data).status_code == 302
    assert private_contacts.retention_days("drafts.comment") == 730
    assert desk.post(address, data | {"drafts.comment": "0"}).status_code == 400
    assert desk.post(address, data).status_code == 302
    assert private_contacts.retention_days("drafts.comment") == 365
    before = other.retain_until
    kept.refresh_from_db()
    other.refresh_from_db()
    assert ((kept.retain_until - timezone.localdate()).days, other.retain_until) == (365, before)
    # Whoever follows something is kept as long as he follows it: the office cannot shorten that.
    assert desk.post(address, data | {"alerts.subscriber": "1"}).status_code == 302
    assert private_contacts.retention_days("alerts.subscriber") == 3


def test_hiding_tells_the_author_and_keeps_the_text(client, people):
    draft = DraftFactory()
    body = post_body(contact={"email": EMAIL})
    receipt = client.post(
        f"/api/v1/drafts/{draft.slug}/comments", body, content_type="application/json"
    ).json()["receipt"]
    comment = Submission.objects.get().comments.get()
    mail.outbox.clear()
    moderation.hide(comment.pk, user=people[HANDLERS], reason="Lời lẽ xúc phạm")
    assert "Lời lẽ xúc phạm" in mail.outbox[0].body
    found = client.get("/api/v1/comments/track", {"receipt": receipt}).json()
    assert (found["state"], found["hidden_reason"]) == (CommentState.HIDDEN, "Lời lẽ xúc phạm")
    comment.refresh_from_db()
    assert comment.text == body["text"]
